import { Injectable } from '@nestjs/common';
import {
  conflict,
  decide,
  findPage,
  forbidden,
  invalid,
  notFound,
  type Page,
  type PerformTransition,
  Person,
  type Reason,
  shown,
  transitionsOf,
  type Tx,
} from '#platform';
import { HistoryService } from '../history/history.service.js';
import { LegalHoldService } from '../legal-hold/legal-hold.service.js';
import { keyOf, labelsOf, type Owner, ownersOf, type Row } from '../record-type/record-owner.js';
import { mayName, RecordTypes, siteOf } from '../record-type/record-types.js';
import { columnOf, contentsOf, fieldOf, isErasable, placesOf, rowsOf, shownText, textsOf } from './erasable.js';
import { RedactionExecution } from './redaction-execution.js';
import type {
  ErasableText,
  PreviewRedaction,
  RedactionPreview,
  RedactionQuery,
  RedactionRow,
  RedactionView,
  RequestRedaction,
} from './redaction.dto.js';
import { Redaction, type RedactionTarget } from './redaction.entity.js';
import { mayRead } from './redaction.policy.js';
import { redactionWork } from './redaction.work.js';
import { redactionWorkflow } from './redaction.workflow.js';

@Injectable()
export class RedactionService {
  constructor(
    private readonly types: RecordTypes,
    private readonly history: HistoryService,
    private readonly holds: LegalHoldService,
    private readonly execution: RedactionExecution,
  ) {
    types.register<Redaction>({
      name: 'redaction',
      path: 'redactions',
      title: 'Erasure of personal data',
      titles: 'Erasures of personal data',
      entity: Redaction,
      mayRead,
      label: ({ reference }) => reference,
      scope: { site: 'site_id' },
      inPacks: false,
      listed: {
        reference: 'r.reference',
        title: 'left(r.explanation, 500)',
        state: 'r.state',
        read: 'redaction:read',
      },
      work: (caller) => redactionWork(caller, types.all()),
    });
  }

  async list(tx: Tx, query: RedactionQuery): Promise<Page<RedactionRow>> {
    if (!tx.actor.can('redaction:read')) throw forbidden();
    const page = await findPage(tx, Redaction, query, {
      sort: ['reference', 'decidedAt'],
      words: ['reference', 'explanation'],
      where: [
        !tx.actor.canEverywhere('redaction:read') && ['r.siteId IS NOT NULL'],
        query.state && ['r.state = :state', { state: query.state }],
        query.recordType && ['r.recordType = :recordType', { recordType: query.recordType }],
        query.recordId && ['r.recordId = :recordId', { recordId: query.recordId }],
      ],
    });
    const readable = page.items.filter((one) => mayRead(tx.actor, one));
    const told = await this.told(tx, readable);
    const items = readable.map((one, index) => {
      const { targets: _targets, digests: _digests, fileDigests: _files, ...rest } = shown(one);
      return { ...rest, ...told[index]! };
    });
    return { ...page, items };
  }

  async get(tx: Tx, id: string): Promise<RedactionView> {
    const redaction = await tx.get(Redaction, id);
    if (!mayRead(tx.actor, redaction)) throw notFound();
    return this.view(tx, redaction);
  }

  /** What can be erased of a record and, with words, of whatever else says them. 404 for who may not ask. */
  async preview(tx: Tx, { recordType, recordId, words }: PreviewRedaction): Promise<RedactionPreview> {
    const asked = { recordType, recordId };
    const owner = (await this.erasable(tx, [asked])).get(keyOf(asked));
    if (!owner) throw notFound();
    const rows = await rowsOf(tx, owner.type, [recordId]);
    const own = new Set(rows.map(keyOf));
    const places = words ? await placesOf(tx, words) : [];
    const wanted = new Set(places.map((place) => `${keyOf(place)} ${place.field}`));
    const owners = await this.erasable(
      tx,
      places.filter((place) => !own.has(keyOf(place))),
    );
    const texts = await textsOf(tx, [...rows, ...places.filter((place) => owners.has(keyOf(place)))]);
    for (const key of own) owners.set(key, owner);
    const attached = rows.filter((row) => row.recordType === 'attachment').map((row) => row.recordId);
    return {
      texts: texts
        .filter((one) => own.has(keyOf(one)) || wanted.has(`${keyOf(one)} ${one.field}`))
        .map((one) => shownText(one, labelled(owners.get(keyOf(one))!), own.has(keyOf(one)))),
      attachments: await contentsOf(tx, attached),
      holds: (await this.holds.on(tx, [...new Set(owners.values())])).map(({ id, reference }) => ({ id, reference })),
    };
  }

  /**
   * Asks for an erasure. 403 for others than people who may, 404 and 422 for what is not there or cannot be erased,
   * 409 under legal hold, and for a person who still works here.
   */
  async request(tx: Tx, fields: RequestRedaction): Promise<Redaction> {
    const { recordType, recordId, legalGround, explanation, attachmentIds = [] } = fields;
    if (!tx.actor.isPerson) throw forbidden('Only a person asks for an erasure');
    if (!tx.actor.can('redaction:request')) throw forbidden();
    const about = { recordType, recordId };
    const owner = (await this.erasable(tx, [about])).get(keyOf(about));
    if (!owner) throw invalid({ code: 'unknown-reference', field: '/recordId', message: 'There is no such record.' });
    const asked = (fields.targets ?? []).map((target) => ({ ...target, field: columnOf(target.field) }));
    const { targets, owners, mistakes } = await this.check(tx, asked, attachmentIds);
    if (asked.length + attachmentIds.length === 0)
      mistakes.push({ code: 'nothing-to-erase', field: '/targets', message: 'Say what is to be erased.' });
    if (mistakes.length > 0) throw invalid(...mistakes);
    const all = [owner, ...owners];
    for (const { type, record } of all) this.requirePermission(tx, type, record);
    await this.refusePresent(tx, targets);
    await this.holds.refuseHeld(tx, all);
    await tx.because('redaction.request');
    const sites = new Set(all.map(({ type, record }) => siteOf(tx, type, record)));
    return tx.insert(Redaction, {
      reference: await tx.nextReference('RED'),
      state: 'requested',
      recordType,
      recordId,
      siteId: sites.size === 1 ? [...sites][0]! : null,
      legalGround,
      explanation,
      targets,
      attachmentIds,
      requestedBy: tx.actor.key,
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      digests: [],
      fileDigests: [],
      disposalId: null,
      cleanedAt: null,
    });
  }

  async transition(tx: Tx, id: string, version: number, { action, reason }: PerformTransition): Promise<Redaction> {
    const redaction = await tx.claim(Redaction, id, version);
    if (!mayRead(tx.actor, redaction)) throw notFound();
    const { state } = decide(redactionWorkflow, action, { ...this.situation(tx, redaction), reason });
    const decided = {
      state,
      decidedBy: tx.actor.key,
      decidedAt: new Date().toISOString(),
      decisionReason: reason ?? null,
    };
    if (action !== 'approve') {
      await tx.because(`redaction.${action}`, reason);
      return tx.update(redaction, action === 'withdraw' ? { state } : decided);
    }
    const owners = await this.ownersOf(tx, redaction);
    if (!owners.every(({ type, record }) => mayName(tx.actor, type, record)))
      throw forbidden('Somebody who may read what would be erased must approve it');
    await this.refusePresent(tx, redaction.targets);
    await this.holds.refuseHeld(tx, owners);
    return this.execution.approve(tx, redaction, decided, reason);
  }

  async view(tx: Tx, redaction: Redaction): Promise<RedactionView> {
    const waits = redaction.state === 'requested';
    const holds = waits ? await this.holds.on(tx, await this.ownersOf(tx, redaction)) : [];
    return {
      ...shown(redaction),
      ...(await this.told(tx, [redaction]))[0]!,
      targets: redaction.targets.map((target) => ({ ...target, field: fieldOf(target.field) })),
      texts: waits ? await this.waiting(tx, redaction) : [],
      attachments: waits ? await contentsOf(tx, redaction.attachmentIds) : [],
      holds: holds.map(({ id, reference }) => ({ id, reference })),
      transitions: transitionsOf(redactionWorkflow, this.situation(tx, redaction)),
    };
  }

  private async told(tx: Tx, redactions: readonly Redaction[]) {
    const labels = await labelsOf(tx, this.types, redactions);
    const names = await this.history.namesOf(
      tx,
      redactions.flatMap(({ requestedBy, decidedBy }) => [requestedBy, decidedBy]),
    );
    return redactions.map(({ requestedBy, decidedBy, ...about }) => ({
      recordLabel: labels.get(keyOf(about)) ?? null,
      requestedByName: names.get(requestedBy) ?? requestedBy,
      decidedByName: decidedBy && (names.get(decidedBy) ?? decidedBy),
    }));
  }

  /** What an approval would take away now, as far as the caller may read it. */
  private async waiting(tx: Tx, { targets, recordType, recordId }: Redaction): Promise<ErasableText[]> {
    const wanted = new Set(targets.map((target) => `${keyOf(target)} ${target.field}`));
    const owners = await this.erasable(tx, targets);
    const texts = await textsOf(
      tx,
      targets.filter((target) => owners.has(keyOf(target))),
    );
    return texts
      .filter((one) => wanted.has(`${keyOf(one)} ${one.field}`))
      .map((one) => {
        const owner = owners.get(keyOf(one))!;
        return shownText(one, labelled(owner), owner.type.name === recordType && owner.record.id === recordId);
      });
  }

  private situation(tx: Tx, record: Redaction) {
    return { actor: tx.actor, record, today: tx.today, facts: null };
  }

  /** The records of these rows, by the rows' keys, as far as the caller may know them and may ask to erase of them. */
  private async erasable(tx: Tx, rows: readonly Row[]): Promise<Map<string, Owner>> {
    const owners = [...(await ownersOf(tx, this.types, rows))];
    return new Map(
      owners.filter(([, { type, record }]) => isErasable(type.name, '') && mayName(tx.actor, type, record)),
    );
  }

  /** The records of everything that is erased, also of what the caller may not read. */
  private async ownersOf(tx: Tx, redaction: Redaction): Promise<Owner[]> {
    const attached = redaction.attachmentIds.map((recordId) => ({ recordType: 'attachment', recordId }));
    return [...(await ownersOf(tx, this.types, [redaction, ...redaction.targets, ...attached])).values()];
  }

  /** Looks at each target and attachment; what says something of an erased file goes with it. */
  private async check(tx: Tx, asked: readonly RedactionTarget[], attachmentIds: readonly string[]) {
    const mistakes: Reason[] = [];
    const attached = attachmentIds.map((recordId) => ({ recordType: 'attachment', recordId }));
    const rows = [...asked, ...attached];
    const known = await this.erasable(tx, rows);
    const files = await tx.sql<Row & { alsoOn: boolean }>(
      `SELECT 'file' AS "recordType", a.file_id AS "recordId", EXISTS (SELECT FROM attachment o
         WHERE o.org_id = a.org_id AND o.file_id = a.file_id AND o.id <> ALL ($2)) AS "alsoOn"
       FROM attachment a WHERE a.org_id = $1 AND a.id = ANY ($2)`,
      [tx.actor.orgId, attachmentIds],
    );
    const shared = files.filter(({ alsoOn }) => !alsoOn);
    const texts = await textsOf(tx, [...rows.filter((row) => known.has(keyOf(row))), ...shared]);
    const there = new Set(texts.map((one) => `${keyOf(one)} ${one.field}`));
    asked.forEach((target, index) => {
      if (!there.has(`${keyOf(target)} ${target.field}`))
        mistakes.push({
          code: 'not-erasable',
          field: `/targets/${index}`,
          message: 'There is no such text that can be erased.',
        });
    });
    const contents = new Set((await contentsOf(tx, attachmentIds)).map(({ id }) => id));
    attachmentIds.forEach((id, index) => {
      if (!contents.has(id) || !known.has(keyOf({ recordType: 'attachment', recordId: id })))
        mistakes.push({
          code: 'unknown-reference',
          field: `/attachmentIds/${index}`,
          message: 'There is no such record.',
        });
    });
    const ofFiles = texts.filter(
      ({ recordType, recordId }) =>
        (recordType === 'attachment' && attachmentIds.includes(recordId)) ||
        (recordType === 'file' && shared.some((file) => file.recordId === recordId)),
    );
    const targets = new Map(
      [...asked, ...ofFiles].map(({ recordType, recordId, field }) => [
        `${recordType} ${recordId} ${field}`,
        { recordType, recordId, field },
      ]),
    );
    return { targets: [...targets.values()], owners: [...new Set(known.values())], mistakes };
  }

  private requirePermission(tx: Tx, type: Owner['type'], record: Owner['record']): void {
    const { disciplines } = record as { disciplines?: ('quality' | 'environment')[] };
    const siteId = siteOf(tx, type, record);
    const where = { ...(disciplines && { disciplines }), siteId };
    const may =
      siteId === null && !disciplines
        ? tx.actor.canEverywhere('redaction:request')
        : tx.actor.can('redaction:request', where);
    if (!may) throw forbidden();
  }

  /** The name of somebody who works here is needed for the work; with it goes the login. */
  private async refusePresent(tx: Tx, targets: readonly RedactionTarget[]): Promise<void> {
    const people = targets.filter(
      ({ recordType, field }) => recordType === 'person' && ['name', 'email'].includes(field),
    );
    for (const { recordId } of people) {
      const { leftOn } = await tx.get(Person, recordId, 'person');
      if (leftOn === null || leftOn > tx.today)
        throw conflict(
          'person-present',
          'The person has not left; say first when, so that nobody can sign in.',
          '/leftOn',
        );
    }
  }
}

const labelled = ({ type, record }: Owner): string => type.label(record);
