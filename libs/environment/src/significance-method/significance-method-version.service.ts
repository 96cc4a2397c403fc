import { Injectable } from '@nestjs/common';
import { HistoryService, SignatureService } from '#evidence';
import {
  conflict,
  decide,
  forbidden,
  notFound,
  type PerformTransition,
  shown,
  signingOf,
  transitionsOf,
  type Tx,
} from '#platform';
import type {
  DraftMethodVersion,
  EditMethodVersion,
  SignificanceMethodVersionRow,
  SignificanceMethodVersionView,
} from './significance-method.dto.js';
import { SignificanceMethod, SignificanceMethodVersion } from './significance-method.entity.js';
import { mayDraft, mayRead, methodVersionWorkflow } from './significance-method.policy.js';
import { newDraft, requireSoundDefinition } from './significance-method.service.js';

@Injectable()
export class SignificanceMethodVersionService {
  constructor(
    private readonly history: HistoryService,
    private readonly signatures: SignatureService,
  ) {}

  /** All versions of a method, oldest first. */
  async list(tx: Tx, methodId: string): Promise<SignificanceMethodVersionRow[]> {
    const method = await tx.get(SignificanceMethod, methodId);
    if (!mayRead(tx.actor, method)) throw notFound();
    const versions = await tx.all(SignificanceMethodVersion, { methodId });
    return versions.map((version) => {
      const { definition: _, ...row } = shown(version);
      return row;
    });
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<SignificanceMethodVersionView> {
    const version = await this.history.read(tx, SignificanceMethodVersion, id, asOf);
    const view = await this.view(tx, version);
    return asOf ? { ...view, transitions: [] } : view;
  }

  async view(tx: Tx, version: SignificanceMethodVersion): Promise<SignificanceMethodVersionView> {
    const method = await this.methodOf(tx, version);
    const transitions = transitionsOf(methodVersionWorkflow, {
      actor: tx.actor,
      record: version,
      today: tx.today,
      facts: method,
    });
    return { ...shown(version), transitions };
  }

  /** The next version, as a draft. 409 while another draft waits. */
  async draft(
    tx: Tx,
    methodId: string,
    { definition, changeNote }: DraftMethodVersion,
  ): Promise<SignificanceMethodVersion> {
    const method = await tx.claim(SignificanceMethod, methodId);
    if (!mayRead(tx.actor, method)) throw notFound();
    if (!mayDraft(tx.actor, method)) throw forbidden('Methods are written by the environmental manager');
    requireSoundDefinition(definition);
    const last = (await tx.all(SignificanceMethodVersion, { methodId })).at(-1);
    if (last?.state === 'draft')
      throw conflict('draft-exists', `Version ${last.versionNumber} is a draft already; change or publish that one.`);
    await tx.because('significanceMethod.draftVersion');
    return tx.insert(
      SignificanceMethodVersion,
      newDraft(tx, methodId, (last?.versionNumber ?? 0) + 1, definition, changeNote),
    );
  }

  /** Changes a draft; whoever does becomes one of its authors. 409 for a published version. */
  async edit(tx: Tx, id: string, version: number, changes: EditMethodVersion): Promise<SignificanceMethodVersion> {
    const draft = await tx.claim(SignificanceMethodVersion, id, version);
    const method = await this.methodOf(tx, draft);
    if (!mayDraft(tx.actor, method)) throw forbidden('Methods are written by the environmental manager');
    if (draft.state !== 'draft')
      throw conflict('record-closed', 'A published version is never changed; draft the next one.');
    if (changes.definition) requireSoundDefinition(changes.definition);
    const author = tx.actor.personId;
    const authorIds = author && !draft.authorIds.includes(author) ? [...draft.authorIds, author] : draft.authorIds;
    await tx.because('significanceMethod.editVersion');
    return tx.update(draft, { ...changes, authorIds });
  }

  async transition(
    tx: Tx,
    id: string,
    version: number,
    { action, reason, signature }: PerformTransition,
  ): Promise<SignificanceMethodVersion> {
    const draft = await tx.claim(SignificanceMethodVersion, id, version);
    const facts = await this.methodOf(tx, draft);
    const situation = { actor: tx.actor, record: draft, today: tx.today, facts, reason, signature };
    const decision = decide(methodVersionWorkflow, action, situation);
    await tx.because(`significanceMethod.${action}`, reason);
    const approved = { ...decision, approvedById: tx.actor.personId, publishedOn: tx.today };
    const published = await tx.update(draft, approved);
    await this.signatures.sign(tx, published, signingOf(methodVersionWorkflow, action, situation), signature);
    return published;
  }

  private async methodOf(tx: Tx, { methodId }: SignificanceMethodVersion): Promise<SignificanceMethod> {
    const method = await tx.get(SignificanceMethod, methodId);
    if (!mayRead(tx.actor, method)) throw notFound();
    return method;
  }
}
