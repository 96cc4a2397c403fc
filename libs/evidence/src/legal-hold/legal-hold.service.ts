import { Injectable } from '@nestjs/common';
import {
  decide,
  findPage,
  forbidden,
  invalid,
  notFound,
  type Page,
  type PerformTransition,
  Problem,
  type Reason,
  shown,
  Site,
  transitionsOf,
  type Tx,
} from '#platform';
import { HistoryService } from '../history/history.service.js';
import { keyOf, labelsOf, type Owner, type Row } from '../record-type/record-owner.js';
import { type RecordType, RecordTypes, siteOf } from '../record-type/record-types.js';
import type { LegalHoldQuery, LegalHoldView, RequestLegalHold } from './legal-hold.dto.js';
import { LegalHold } from './legal-hold.entity.js';
import { mayManage, mayRead } from './legal-hold.policy.js';
import { legalHoldWork } from './legal-hold.work.js';
import { type LegalHoldAction, legalHoldWorkflow } from './legal-hold.workflow.js';

/** Setting a hold and erasing wait for each other, so that neither slips past. */
const lock = `SELECT pg_advisory_xact_lock(hashtextextended('continua:legal-hold ' || $1, 0))`;

@Injectable()
export class LegalHoldService {
  constructor(
    private readonly types: RecordTypes,
    private readonly history: HistoryService,
  ) {
    types.register<LegalHold>({
      name: 'legal_hold',
      path: 'legal-holds',
      title: 'Legal hold',
      titles: 'Legal holds',
      entity: LegalHold,
      mayRead,
      label: ({ reference, title }) => `${reference} ${title}`,
      scope: {},
      listed: {
        reference: 'r.reference',
        title: 'r.title',
        state: 'r.state',
        read: 'legalHold:read',
        words: ['reference', 'title', 'reason'],
      },
      work: legalHoldWork,
    });
  }

  async list(tx: Tx, query: LegalHoldQuery): Promise<Page<LegalHoldView>> {
    if (!mayRead(tx.actor)) throw forbidden();
    const page = await findPage(tx, LegalHold, query, {
      sort: ['reference'],
      words: ['reference', 'title', 'reason'],
      where: [query.state && ['r.state = :state', { state: query.state }]],
    });
    return { ...page, items: await this.views(tx, page.items) };
  }

  async get(tx: Tx, id: string): Promise<LegalHoldView> {
    if (!mayRead(tx.actor)) throw notFound();
    return this.view(tx, await tx.get(LegalHold, id));
  }

  /** Asks for a hold; another person sets it. 403 where the caller may not, 422 for a scope that does not fit. */
  async request(tx: Tx, fields: RequestLegalHold): Promise<LegalHold> {
    const { scope, title, reason, recordType = null, recordId = null, heldSiteId = null } = fields;
    const mistakes = await this.mistakes(tx, { scope, recordType, recordId, heldSiteId });
    if (!mayManage(tx.actor, { scope, heldSiteId })) throw forbidden();
    if (mistakes.length > 0) throw invalid(...mistakes);
    await tx.because('legalHold.request');
    return tx.insert(LegalHold, {
      reference: await tx.nextReference('LH'),
      state: 'requested',
      scope,
      recordType,
      recordId,
      heldSiteId,
      title,
      reason,
      requestedBy: tx.actor.key,
      setBy: null,
      setAt: null,
      liftRequestedBy: null,
      liftReason: null,
      liftedBy: null,
      liftedAt: null,
    });
  }

  async transition(tx: Tx, id: string, version: number, { action, reason }: PerformTransition): Promise<LegalHold> {
    if (!mayRead(tx.actor)) throw notFound();
    await tx.sql(lock, [tx.actor.orgId]);
    const hold = await tx.claim(LegalHold, id, version);
    const { state } = decide(legalHoldWorkflow, action, { ...this.situation(tx, hold), reason });
    await tx.because(`legalHold.${action}`, reason);
    const now = new Date().toISOString();
    const who = tx.actor.key;
    const effects: Record<LegalHoldAction, Partial<LegalHold>> = {
      set: { setBy: who, setAt: now },
      reject: {},
      withdraw: {},
      askToLift: { liftRequestedBy: who, liftReason: reason ?? null },
      lift: { liftedBy: who, liftedAt: now },
      keep: { liftRequestedBy: null, liftReason: null },
    };
    return tx.update(hold, { state, ...effects[action as LegalHoldAction] });
  }

  /** The holds in force on any of these records, oldest first. */
  async on(tx: Tx, owners: readonly Owner[]): Promise<LegalHold[]> {
    const holds = await tx.manager
      .createQueryBuilder(LegalHold, 'h')
      .where(`h.org_id = :org AND h.state IN ('in_force', 'lift_requested')`, { org: tx.actor.orgId })
      .orderBy('h.id')
      .getMany();
    const places = owners.map(({ type, record }) => ({ type, id: record.id, siteId: siteOf(tx, type, record) }));
    return holds.filter((hold) => places.some((place) => covers(hold, place)));
  }

  /** Throws 409, naming the holds, while one of the records is held; no hold is set until the transaction ends. */
  async refuseHeld(tx: Tx, owners: readonly Owner[]): Promise<void> {
    await tx.sql(lock, [tx.actor.orgId]);
    const holds = await this.on(tx, owners);
    if (holds.length > 0)
      throw new Problem(
        409,
        'under-legal-hold',
        'It is under legal hold',
        holds.map(({ reference }) => ({
          code: 'under-legal-hold',
          message: `It is under the legal hold ${reference}.`,
          values: { reference },
        })),
      );
  }

  async view(tx: Tx, hold: LegalHold): Promise<LegalHoldView> {
    return (await this.views(tx, [hold]))[0]!;
  }

  private async views(tx: Tx, holds: readonly LegalHold[]): Promise<LegalHoldView[]> {
    const names = await this.history.namesOf(
      tx,
      holds.flatMap(({ requestedBy, setBy, liftRequestedBy, liftedBy }) => [
        requestedBy,
        setBy,
        liftRequestedBy,
        liftedBy,
      ]),
    );
    const nameOf = (actor: string | null) => actor && (names.get(actor) ?? actor);
    const labels = await labelsOf(tx, this.types, holds.flatMap(heldRecord));
    return holds.map((hold) => ({
      ...shown(hold),
      recordLabel: heldRecord(hold).map((record) => labels.get(keyOf(record)))[0] ?? null,
      requestedByName: nameOf(hold.requestedBy)!,
      setByName: nameOf(hold.setBy),
      liftRequestedByName: nameOf(hold.liftRequestedBy),
      liftedByName: nameOf(hold.liftedBy),
      transitions: transitionsOf(legalHoldWorkflow, this.situation(tx, hold)),
    }));
  }

  private situation(tx: Tx, record: LegalHold) {
    return { actor: tx.actor, record, today: tx.today, facts: null };
  }

  private async mistakes(
    tx: Tx,
    { scope, recordType, recordId, heldSiteId }: Pick<LegalHold, 'scope' | 'recordType' | 'recordId' | 'heldSiteId'>,
  ): Promise<Reason[]> {
    const wanted = {
      recordType: scope === 'record' || scope === 'record_type',
      recordId: scope === 'record',
      heldSiteId: scope === 'site',
    };
    const given = { recordType, recordId, heldSiteId };
    const mistakes = (Object.keys(wanted) as (keyof typeof wanted)[])
      .filter((field) => wanted[field] !== (given[field] !== null))
      .map((field) => ({
        code: 'scope-does-not-fit',
        field: `/${field}`,
        message: 'The scope names a kind, a record or a site, as it says, and nothing else.',
      }));
    if (mistakes.length > 0) return mistakes;
    const unknown = (field: string) => [{ code: 'unknown-reference', field, message: 'There is no such record.' }];
    if (recordType && !this.types.all().some(({ name }) => name === recordType)) return unknown('/recordType');
    const parts = this.types.all().flatMap((type) => type.parts ?? []);
    if (parts.some(({ entity }) => tx.manager.connection.getMetadata(entity).tableName === recordType))
      return [
        {
          code: 'held-with-its-record',
          field: '/recordType',
          message: 'It is part of another record: hold that one, and all that belongs to it is held.',
        },
      ];
    if (recordType && recordId && !(await this.types.mayRead(tx, recordType, recordId))) return unknown('/recordId');
    if (heldSiteId && !(await tx.find(Site, heldSiteId))) return unknown('/heldSiteId');
    return [];
  }
}

/** The one record that a hold is about, if it is about one. */
const heldRecord = ({ recordType, recordId }: LegalHold): Row[] =>
  recordType && recordId ? [{ recordType, recordId }] : [];

const covers = (hold: LegalHold, { type, id, siteId }: { type: RecordType; id: string; siteId: string | null }) =>
  hold.scope === 'organisation' ||
  (hold.scope === 'record_type' && hold.recordType === type.name) ||
  (hold.scope === 'record' && hold.recordType === type.name && hold.recordId === id) ||
  (hold.scope === 'site' && hold.heldSiteId === siteId);
