import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import {
  conflict,
  decide,
  findPage,
  forbidden,
  invalid,
  notFound,
  type Page,
  type PerformTransition,
  Problem,
  shown,
  transitionsOf,
  type Tx,
} from '#platform';
import { HistoryService } from '../history/history.service.js';
import { LegalHoldService } from '../legal-hold/legal-hold.service.js';
import { type Owner, ownersOf } from '../record-type/record-owner.js';
import { RecordTypes } from '../record-type/record-types.js';
import { rowsOf, textsOf } from '../redaction/erasable.js';
import { RedactionExecution } from '../redaction/redaction-execution.js';
import { Redaction, type RedactionTarget } from '../redaction/redaction.entity.js';
import { Disposal } from './disposal.entity.js';
import { disposalWork } from './disposal.work.js';
import { disposalWorkflow } from './disposal.workflow.js';
import { dueRecords } from './due.js';
import type { DisposalCertificate, DisposalQuery, DisposalView, RequestDisposal } from './retention.dto.js';
import { RetentionRule } from './retention-rule.entity.js';
import { mayManage, mayRead } from './retention.policy.js';

/** Ends the keeping of records: their texts go, their numbers, days and lines stay. */
@Injectable()
export class DisposalService {
  constructor(
    private readonly types: RecordTypes,
    private readonly history: HistoryService,
    private readonly holds: LegalHoldService,
    private readonly execution: RedactionExecution,
  ) {
    types.register<Disposal>({
      name: 'disposal',
      path: 'disposals',
      title: 'Disposal of records',
      titles: 'Disposals of records',
      entity: Disposal,
      mayRead,
      label: ({ reference }) => reference,
      scope: {},
      listed: {
        reference: 'r.reference',
        title: `coalesce(left(r.comment, 500), r.reference)`,
        state: 'r.state',
        read: 'retention:read',
      },
      work: disposalWork,
    });
  }

  async list(tx: Tx, query: DisposalQuery): Promise<Page<DisposalView>> {
    if (!mayRead(tx.actor)) throw forbidden();
    const page = await findPage(tx, Disposal, query, {
      sort: ['reference'],
      words: ['reference'],
      where: [
        query.state && ['r.state = :state', { state: query.state }],
        query.recordType && ['r.recordType = :recordType', { recordType: query.recordType }],
      ],
    });
    return { ...page, items: await this.views(tx, page.items) };
  }

  async get(tx: Tx, id: string): Promise<DisposalView> {
    if (!mayRead(tx.actor)) throw notFound();
    return this.view(tx, await tx.get(Disposal, id));
  }

  /** Asks for records to be disposed of. 409 for those under legal hold, 422 for those that are not due. */
  async request(tx: Tx, { recordType, recordIds, comment = null }: RequestDisposal): Promise<Disposal> {
    if (!mayManage(tx.actor)) throw forbidden();
    const [rule] = await tx.all(RetentionRule, { recordType });
    if (!rule)
      throw invalid({ code: 'no-rule', field: '/recordType', message: 'There is no retention rule for this kind.' });
    await this.holds.refuseHeld(tx, await this.ownersOf(tx, recordType, recordIds));
    const records = await dueRecords(tx, this.types, rule, recordIds);
    const due = new Set(records.map(({ recordId }) => recordId));
    const early = recordIds.flatMap((id, index) => (due.has(id) ? [] : [index]));
    if (early.length > 0)
      throw invalid(
        ...early.map((index) => ({
          code: 'not-due',
          field: `/recordIds/${index}`,
          message: 'It is not due: it must be kept longer, is open, or something open needs it.',
        })),
      );
    await tx.because('disposal.request');
    return tx.insert(Disposal, {
      reference: await tx.nextReference('DIS'),
      state: 'requested',
      recordType,
      recordIds,
      records,
      ruleId: rule.id,
      ruleVersion: rule.version,
      years: rule.years,
      starts: rule.starts,
      comment,
      requestedBy: tx.actor.key,
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      redactionId: null,
    });
  }

  async transition(tx: Tx, id: string, version: number, { action, reason }: PerformTransition): Promise<Disposal> {
    if (!mayRead(tx.actor)) throw notFound();
    const disposal = await tx.claim(Disposal, id, version);
    const { state } = decide(disposalWorkflow, action, { ...this.situation(tx, disposal), reason });
    if (action === 'execute') return this.execute(tx, disposal, reason);
    await tx.because(`disposal.${action}`, reason);
    const decided = { decidedBy: tx.actor.key, decidedAt: new Date().toISOString(), decisionReason: reason ?? null };
    return tx.update(disposal, action === 'withdraw' ? { state } : { state, ...decided });
  }

  /** What was disposed of, after which rule, by whom, with all digests. 409 before it was executed. */
  async certificate(tx: Tx, id: string): Promise<DisposalCertificate> {
    const disposal = await this.get(tx, id);
    if (!disposal.redactionId) throw conflict('not-executed', 'There is a certificate once it was executed.', '/state');
    const { digests, fileDigests } = await tx.get(Redaction, disposal.redactionId);
    const [line] = await this.history.digests(tx, Disposal, [id]);
    return { disposal, redactionId: disposal.redactionId, digests, fileDigests, digest: line!.digest };
  }

  async view(tx: Tx, disposal: Disposal): Promise<DisposalView> {
    return (await this.views(tx, [disposal]))[0]!;
  }

  private async views(tx: Tx, disposals: readonly Disposal[]): Promise<DisposalView[]> {
    const names = await this.history.namesOf(
      tx,
      disposals.flatMap(({ requestedBy, decidedBy }) => [requestedBy, decidedBy]),
    );
    const redactionIds = disposals.flatMap(({ redactionId }) => redactionId ?? []);
    const redactions = redactionIds.length > 0 ? await tx.all(Redaction, { id: In(redactionIds) }) : [];
    const references = new Map(redactions.map(({ id, reference }) => [id, reference]));
    return disposals.map((disposal) => ({
      ...shown(disposal),
      requestedByName: names.get(disposal.requestedBy) ?? disposal.requestedBy,
      decidedByName: disposal.decidedBy && (names.get(disposal.decidedBy) ?? disposal.decidedBy),
      redactionReference: references.get(disposal.redactionId ?? '') ?? null,
      transitions: transitionsOf(disposalWorkflow, this.situation(tx, disposal)),
    }));
  }

  /** Looks again whether all are due: since it was asked for, one may have been reopened or held. */
  private async execute(tx: Tx, disposal: Disposal, reason: string | undefined): Promise<Disposal> {
    const { recordType, recordIds, ruleId } = disposal;
    await this.holds.refuseHeld(tx, await this.ownersOf(tx, recordType, recordIds));
    const rule = await tx.get(RetentionRule, ruleId);
    const due = await dueRecords(tx, this.types, rule, recordIds);
    if (due.length < recordIds.length)
      throw new Problem(409, 'not-due', 'Not all of it is due any more', [
        { code: 'not-due', message: 'Some of the records must be kept longer, or something open needs them.' },
      ]);
    const decided = { decidedBy: tx.actor.key, decidedAt: new Date().toISOString(), decisionReason: reason ?? null };
    await tx.because('disposal.execute', reason);
    const redaction = await this.erasureOf(tx, disposal);
    await tx.because('disposal.execute', reason);
    const executed = await tx.update(disposal, { state: 'executed', ...decided, redactionId: redaction.id });
    await this.execution.approve(tx, redaction, { state: 'approved', ...decided }, reason);
    return executed;
  }

  /** One erasure of all texts of the records, their parts and attachments. */
  private async erasureOf(
    tx: Tx,
    { id, reference, recordType, recordIds, records, requestedBy }: Disposal,
  ): Promise<Redaction> {
    const rows = await rowsOf(tx, this.types.get(recordType), recordIds);
    const targets: RedactionTarget[] = (await textsOf(tx, rows)).map((text) => ({
      recordType: text.recordType,
      recordId: text.recordId,
      field: text.field,
    }));
    const sites = new Set(records.map(({ siteId }) => siteId));
    return tx.insert(Redaction, {
      reference: await tx.nextReference('RED'),
      state: 'requested',
      recordType,
      recordId: recordIds[0]!,
      siteId: sites.size === 1 ? [...sites][0]! : null,
      legalGround: 'retention_ended',
      explanation: reference,
      targets,
      attachmentIds: rows.filter((row) => row.recordType === 'attachment').map((row) => row.recordId),
      requestedBy,
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      digests: [],
      fileDigests: [],
      disposalId: id,
      cleanedAt: null,
    });
  }

  private async ownersOf(tx: Tx, recordType: string, ids: readonly string[]): Promise<Owner[]> {
    const rows = ids.map((recordId) => ({ recordType, recordId }));
    return [...(await ownersOf(tx, this.types, rows)).values()];
  }

  private situation(tx: Tx, record: Disposal) {
    return { actor: tx.actor, record, today: tx.today, facts: null };
  }
}
