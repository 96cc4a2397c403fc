import { Injectable } from '@nestjs/common';
import { HistoryService } from '#evidence';
import {
  changeMany,
  type ChangeResults,
  conflict,
  decide,
  findPage,
  forbidden,
  invalid,
  notFound,
  type Page,
  type PerformTransition,
  shown,
  transitionsOf,
  type Tx,
} from '#platform';
import { aspectConditions } from './aspect.conditions.js';
import type { AspectQuery, AspectRow, AspectView, ChangeAspects, EditAspect, RegisterAspect } from './aspect.dto.js';
import { Aspect, AspectImpact } from './aspect.entity.js';
import { type AspectFacts, aspectWorkflow, mayEdit, mayRead, mayRegister } from './aspect.policy.js';
import { standingOf, standings, unassessed } from './aspect-standing.js';

/** What a list shows: no long texts. */
const listColumns = [
  'reference',
  'state',
  'siteId',
  'processId',
  'ownerId',
  'activity',
  'title',
  'category',
  'condition',
  'time',
  'lifeCycleStage',
  'control',
  'sign',
  'retiredOn',
] as const satisfies (keyof Aspect)[];

/** In what a list looks for words. */
export const aspectWords = ['reference', 'activity', 'title'];

@Injectable()
export class AspectService {
  constructor(private readonly history: HistoryService) {}

  async list(tx: Tx, query: AspectQuery): Promise<Page<AspectRow>> {
    const page = await findPage(tx, Aspect, query, {
      columns: listColumns,
      sort: ['reference', 'activity', 'title', 'updatedAt'],
      words: aspectWords,
      where: aspectConditions(tx, query),
    });
    const known = await standings(tx, page.items);
    return {
      ...page,
      items: page.items.map((aspect) => ({ ...shown(aspect), ...(known.get(aspect.id) ?? unassessed) })),
    };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<AspectView> {
    const aspect = await this.history.read(tx, Aspect, id, asOf);
    if (!mayRead(tx.actor, aspect)) throw notFound();
    return asOf
      ? { ...shown(aspect), ...(await standingOf(tx, aspect, asOf)), transitions: [] }
      : this.view(tx, aspect);
  }

  async view(tx: Tx, aspect: Aspect): Promise<AspectView> {
    const transitions = transitionsOf(aspectWorkflow, {
      actor: tx.actor,
      record: aspect,
      today: tx.today,
      facts: null,
    });
    return { ...shown(aspect), ...(await standingOf(tx, aspect, null)), transitions };
  }

  /** Adds an aspect and its impacts to the register. 403 where the caller may not manage aspects of this site. */
  async register(tx: Tx, { impacts = [], ...fields }: RegisterAspect): Promise<Aspect> {
    const siteId = fields.siteId ?? null;
    if (!mayRegister(tx.actor, siteId))
      throw forbidden('Aspects are registered by the environmental manager or a process owner of this site');
    await tx.because('aspect.register');
    const aspect = await tx.insert(Aspect, { ...blank(), ...fields, reference: await tx.nextReference('ASP') });
    await tx.insertMany(
      AspectImpact,
      impacts.map((impact) => ({ ...impact, aspectId: aspect.id, siteId, withdrawnOn: null })),
    );
    return aspect;
  }

  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditAspect): Promise<Aspect> {
    const aspect = await this.claimForEdit(tx, id, version);
    const explained = explainedFields.filter(
      (field) => changes[field] !== undefined && aspect[field] !== null && changes[field] !== aspect[field],
    );
    if (explained.length > 0 && !reason)
      throw invalid(
        ...explained.map((field) => ({ code: 'reason-required', field: `/${field}`, message: 'Say why it changes.' })),
      );
    await tx.because('aspect.edit', reason);
    return tx.update(aspect, changes);
  }

  /** Changes many; the rows that are refused say why. */
  changeMany(tx: Tx, { records, reason, ownerId }: ChangeAspects): Promise<ChangeResults> {
    const changes = { ownerId };
    return changeMany(tx, { records, changes }, (id, version) => this.edit(tx, id, version, { ...changes, reason }));
  }

  /** Locks an aspect that this person may change: 404, 403, 409 when it is retired. Without a version for its children. */
  async claimForEdit(tx: Tx, id: string, version?: number): Promise<Aspect> {
    const aspect = await this.claim(tx, id, version);
    if (!mayEdit(tx.actor, aspect, await this.facts(tx, aspect)))
      throw forbidden(
        'Only the environmental manager, its owner or the process owner may change this',
        'not-the-owner',
      );
    if (aspect.state === 'retired')
      throw conflict('record-closed', 'The aspect is retired; it can be read, not changed.');
    return aspect;
  }

  async transition(tx: Tx, id: string, version: number, { action, reason }: PerformTransition): Promise<Aspect> {
    const aspect = await this.claim(tx, id, version);
    const { state } = decide(aspectWorkflow, action, {
      actor: tx.actor,
      record: aspect,
      today: tx.today,
      facts: null,
      reason,
    });
    await tx.because(`aspect.${action}`, reason);
    return tx.update(aspect, { state, retiredOn: state === 'retired' ? tx.today : null });
  }

  /** Locks an aspect that this person may read. */
  async claim(tx: Tx, id: string, version?: number): Promise<Aspect> {
    const aspect = await tx.claim(Aspect, id, version);
    if (!mayRead(tx.actor, aspect)) throw notFound();
    return aspect;
  }

  private async facts(tx: Tx, { processId }: Aspect): Promise<AspectFacts> {
    if (!processId) return { processOwnerId: null };
    const [process] = await tx.sql<{ owner_id: string | null }>(
      'SELECT owner_id FROM process WHERE org_id = $1 AND id = $2',
      [tx.actor.orgId, processId],
    );
    return { processOwnerId: process?.owner_id ?? null };
  }
}

/** What decides on significance, and who answers for it: a change needs its reason. */
const explainedFields = [
  'activity',
  'title',
  'category',
  'condition',
  'time',
  'lifeCycleStage',
  'control',
  'sign',
  'ownerId',
] as const;

const blank = () => ({
  state: 'active' as const,
  siteId: null,
  processId: null,
  ownerId: null,
  controls: [],
  obligations: null,
  indicator: null,
  objective: null,
  emergencyPlan: null,
  retiredOn: null,
});
