import { Injectable } from '@nestjs/common';
import {
  type Actor,
  conflict,
  findPage,
  forbidden,
  invalid,
  notFound,
  type Page,
  type Reason,
  shown,
  Site,
  type Tx,
} from '#platform';
import { HistoryService } from '../history/history.service.js';
import { JobService } from '../job/job.service.js';
import { RecordTypes } from '../record-type/record-types.js';
import { SealingLag } from '../seal/sealing-lag.js';
import type {
  EvidencePackPreview,
  EvidencePackQuery,
  EvidencePackView,
  PackProgressView,
  RequestEvidencePack,
} from './evidence-pack.dto.js';
import { EvidencePack, type PackScope } from './evidence-pack.entity.js';
import { countInScope } from './pack-selection.js';

/** The name of the job that makes a pack. */
export const makeEvidencePack = 'make_evidence_pack';

/** Who asked for it, and whoever may see all sites: the scope and the counts say something about each. */
export const mayReadPack = (actor: Actor, pack: EvidencePack): boolean =>
  actor.can('evidencePack:read') && (pack.requestedBy === actor.key || actor.canEverywhere('evidencePack:read'));

@Injectable()
export class EvidencePackService {
  constructor(
    private readonly types: RecordTypes,
    private readonly history: HistoryService,
    private readonly jobs: JobService,
    private readonly lag: SealingLag,
  ) {
    types.register<EvidencePack>({
      name: 'evidence_pack',
      path: 'evidence-packs',
      title: 'Evidence pack',
      titles: 'Evidence packs',
      entity: EvidencePack,
      mayRead: mayReadPack,
      label: ({ reference }) => reference,
      scope: {},
      inPacks: false,
    });
  }

  async list(tx: Tx, query: EvidencePackQuery): Promise<Page<EvidencePackView>> {
    if (!tx.actor.can('evidencePack:read')) throw forbidden();
    const page = await findPage(tx, EvidencePack, query, {
      sort: ['reference'],
      words: ['reference'],
      where: [
        !tx.actor.canEverywhere('evidencePack:read') && ['r.requestedBy = :self', { self: tx.actor.key }],
        query.state && ['r.state = :state', { state: query.state }],
      ],
    });
    return { ...page, items: await this.views(tx, page.items) };
  }

  async get(tx: Tx, id: string): Promise<EvidencePackView> {
    return (await this.views(tx, [await this.readable(tx, id)]))[0]!;
  }

  /** Puts the wish on record; the pack is made in the background, with the rights that the person has by then. */
  async request(tx: Tx, { scope }: RequestEvidencePack): Promise<EvidencePackView> {
    if (!tx.actor.can('evidencePack:make')) throw forbidden();
    const mistakes = await this.mistakes(tx, scope);
    if (mistakes.length > 0) throw invalid(...mistakes);
    await this.lag.assertSealed(tx);
    await tx.because('evidencePack.request');
    const pack = await tx.insert(EvidencePack, {
      reference: await tx.nextReference('EP'),
      state: 'queued',
      // Only what was said: class-transformer fills in the rest with undefined.
      scope: JSON.parse(JSON.stringify(scope)) as PackScope,
      requestedBy: tx.actor.key,
      requestedById: tx.actor.personId,
      asOf: null,
      bytes: null,
      sha256: null,
      counts: null,
      failure: null,
      keptUntil: null,
      downloads: 0,
      lastDownloadedAt: null,
    });
    await this.jobs.enqueue(tx, makeEvidencePack, { packId: pack.id });
    return (await this.views(tx, [pack]))[0]!;
  }

  /** Counts what a pack of this scope would hold; nothing is recorded. */
  async preview(tx: Tx, { scope }: RequestEvidencePack): Promise<EvidencePackPreview> {
    if (!tx.actor.can('evidencePack:make')) throw forbidden();
    const mistakes = await this.mistakes(tx, scope);
    if (mistakes.length > 0) throw invalid(...mistakes);
    const kinds = await countInScope(tx, this.types.all(), scope);
    return { kinds, records: kinds.reduce((sum, { records }) => sum + records, 0) };
  }

  /** The pack for download: by whoever asked for it, because it holds what that person may read. 409 until it is ready. */
  async downloadable(tx: Tx, id: string): Promise<EvidencePack> {
    const pack = await this.readable(tx, id);
    if (pack.requestedBy !== tx.actor.key)
      throw forbidden('A pack holds what the person who asked may read; ask for your own', 'not-the-requester');
    if (pack.state !== 'ready') throw conflict(`pack-${pack.state}`, `The pack is ${pack.state}.`, '/state');
    return pack;
  }

  /** A download is part of the history: who took which evidence away, and when. */
  async recordDownload(tx: Tx, id: string): Promise<void> {
    const pack = await tx.claim(EvidencePack, id);
    await tx.because('evidencePack.download');
    await tx.update(pack, { downloads: pack.downloads + 1, lastDownloadedAt: new Date().toISOString() });
  }

  private async readable(tx: Tx, id: string): Promise<EvidencePack> {
    const pack = await tx.get(EvidencePack, id);
    if (!mayReadPack(tx.actor, pack)) throw notFound();
    return pack;
  }

  private async mistakes(tx: Tx, { from, to, siteIds, recordTypes, auditIds }: PackScope): Promise<Reason[]> {
    const mistakes: Reason[] = [];
    if (from && to && to < from)
      mistakes.push({ code: 'before-start', field: '/scope/to', message: 'The period ends before it begins.' });
    const known = new Set(
      this.types
        .all()
        .filter(({ inPacks }) => inPacks !== false)
        .map(({ name }) => name),
    );
    for (const [index, name] of (recordTypes ?? []).entries())
      if (!known.has(name))
        mistakes.push({
          code: 'unknown-record-type',
          field: `/scope/recordTypes/${index}`,
          message: 'There is no such kind of record.',
        });
    for (const [index, id] of (siteIds ?? []).entries())
      if (!(await tx.find(Site, id)))
        mistakes.push({
          code: 'unknown-reference',
          field: `/scope/siteIds/${index}`,
          message: 'There is no such site.',
        });
    for (const [index, id] of (auditIds ?? []).entries())
      if (!(await this.types.mayRead(tx, 'audit', id)))
        mistakes.push({
          code: 'unknown-reference',
          field: `/scope/auditIds/${index}`,
          message: 'There is no such audit.',
        });
    return mistakes;
  }

  private async views(tx: Tx, packs: EvidencePack[]): Promise<EvidencePackView[]> {
    const names = await this.history.namesOf(
      tx,
      packs.map(({ requestedBy }) => requestedBy),
    );
    const making = packs.filter(({ state }) => state === 'queued' || state === 'running').map(({ id }) => id);
    const rows =
      making.length === 0
        ? []
        : await tx.sql<PackProgressView & { id: string }>(
            'SELECT pack_id AS id, phase, done, total FROM evidence_pack_progress WHERE org_id = $1 AND pack_id = ANY ($2)',
            [tx.actor.orgId, making],
          );
    const progress = new Map(rows.map(({ id, ...row }) => [id, row]));
    return packs.map((pack) => ({
      ...shown(pack),
      requestedByName: names.get(pack.requestedBy) ?? pack.requestedBy,
      progress: progress.get(pack.id) ?? null,
    }));
  }
}
