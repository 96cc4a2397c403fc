import { Injectable } from '@nestjs/common';
import { type Actor, conflict, findPage, forbidden, notFound, type Page, shown, type Tx } from '#platform';
import { HistoryService } from '../history/history.service.js';
import { JobService } from '../job/job.service.js';
import { RecordTypes } from '../record-type/record-types.js';
import type { VerificationQuery, VerificationView } from './verification.dto.js';
import { Verification } from './verification.entity.js';

/** The name of the job that compares everything with what was recorded. */
export const verifyEvidenceTask = 'verify_evidence';

/** Faults name records of all sites, so: who sees the history everywhere, and who runs the installation. */
export const mayVerify = (actor: Actor): boolean =>
  actor.canEverywhere('history:read') || actor.canEverywhere('organisation:manage');

@Injectable()
export class VerificationService {
  constructor(
    types: RecordTypes,
    private readonly history: HistoryService,
    private readonly jobs: JobService,
  ) {
    types.register<Verification>({
      name: 'verification',
      path: 'verifications',
      title: 'Verification',
      titles: 'Verifications',
      entity: Verification,
      mayRead: mayVerify,
      label: ({ createdAt }) => createdAt.slice(0, 10),
      scope: {},
      inPacks: false,
    });
  }

  async list(tx: Tx, query: VerificationQuery): Promise<Page<VerificationView>> {
    if (!mayVerify(tx.actor)) throw forbidden();
    const page = await findPage(tx, Verification, query, {});
    return { ...page, items: await this.views(tx, page.items) };
  }

  async get(tx: Tx, id: string): Promise<VerificationView> {
    const verification = await tx.get(Verification, id);
    if (!mayVerify(tx.actor)) throw notFound();
    return (await this.views(tx, [verification]))[0]!;
  }

  /** The last one that came to an end; undefined when there is none. */
  async last(tx: Tx): Promise<VerificationView | undefined> {
    const [row] = await tx.sql<{ id: string }>(
      `SELECT id FROM verification WHERE org_id = $1 AND state <> 'queued' ORDER BY finished_at DESC LIMIT 1`,
      [tx.actor.orgId],
    );
    return row && (await this.views(tx, [await tx.get(Verification, row.id)]))[0];
  }

  /** Puts it on record and hands it to the background. 409 while one is at work. */
  async request(tx: Tx): Promise<VerificationView> {
    if (!mayVerify(tx.actor)) throw forbidden();
    const [busy] = await tx.sql(`SELECT FROM verification WHERE org_id = $1 AND state = 'queued' LIMIT 1`, [
      tx.actor.orgId,
    ]);
    if (busy) throw conflict('verification-at-work', 'A verification is at work already.');
    return (await this.views(tx, [await this.begin(tx)]))[0]!;
  }

  /** For the nightly job too. */
  async begin(tx: Tx): Promise<Verification> {
    await tx.because('verification.request');
    const verification = await tx.insert(Verification, {
      state: 'queued',
      requestedBy: tx.actor.key,
      requestedById: tx.actor.personId,
      finishedAt: null,
      rowCount: null,
      lineCount: null,
      fileCount: null,
      faultCount: null,
      faults: [],
      failure: null,
    });
    await this.jobs.enqueue(tx, verifyEvidenceTask, { verificationId: verification.id });
    return verification;
  }

  private async views(tx: Tx, verifications: Verification[]): Promise<VerificationView[]> {
    const names = await this.history.namesOf(
      tx,
      verifications.map(({ requestedBy }) => requestedBy),
    );
    return verifications.map((verification) => ({
      ...shown(verification),
      requestedByName: names.get(verification.requestedBy) ?? verification.requestedBy,
    }));
  }
}
