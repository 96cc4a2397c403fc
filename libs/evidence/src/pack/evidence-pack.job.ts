import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Actor, type ActorFacts, systemActor, Tx } from '#platform';
import { type JobPayload, JobService } from '../job/job.service.js';
import { Sealer } from '../seal/sealer.js';
import { EvidencePack, type PackCounts, type PackState } from './evidence-pack.entity.js';
import { makeEvidencePack } from './evidence-pack.service.js';
import { PackBuilder } from './pack-builder.js';
import { sealMoment } from './pack-moment.js';
import { PackFolder, type UnpublishedFile } from './pack-folder.js';
import { PackProgress, type Report } from './pack-progress.js';
import { PackRefusal } from './pack-refusal.js';

const keptDays = 7;
/** Held while a pack is being made, so that an interrupted one can be told from one that another process makes. */
const lock = `SELECT pg_try_advisory_xact_lock(hashtextextended('evidence_pack ' || $1::text, 0)) AS free`;

/** Makes packs, deletes old ones, and takes up those that a stopped process left behind. */
@Injectable()
export class EvidencePackJob {
  private readonly logger = new Logger('EvidencePack');

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly jobs: JobService,
    private readonly builder: PackBuilder,
    private readonly folder: PackFolder,
    private readonly progress: PackProgress,
    private readonly sealer: Sealer,
  ) {
    jobs.register(makeEvidencePack, (payload, signal) => this.make(payload, signal));
    jobs.schedule('*/5 * * * *', 'tend_evidence_packs', () => this.tend());
  }

  /** A refusal ends in the state `failed` with its words; a stopping server leaves the job to be taken up again. */
  async make({ orgId, packId }: JobPayload, signal: AbortSignal): Promise<void> {
    const id = String(packId);
    const pack = await this.change(orgId, id, ['queued', 'running'], 'evidencePack.start', { state: 'running' });
    if (!pack) return;
    try {
      await this.build(pack, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const refused = error instanceof PackRefusal;
      if (!refused) this.logger.error(`Pack ${pack.reference} ${id}: ${(error as Error).stack ?? String(error)}`);
      const failure = refused ? error.message : 'Something went wrong on our side; the log of the server says what.';
      await this.change(orgId, id, ['running'], 'evidencePack.fail', { state: 'failed', failure });
    }
  }

  /** With the rights that the requester has now. */
  private async build(pack: EvidencePack, signal: AbortSignal): Promise<void> {
    const [row] = await this.dataSource.query<{ facts: ActorFacts | null }[]>(
      'SELECT identity.current_actor($1, $2) AS facts',
      [pack.orgId, pack.requestedBy],
    );
    const actor = row?.facts ? new Actor(row.facts) : undefined;
    if (!actor?.can('evidencePack:make')) throw new PackRefusal('Whoever asked for the pack may no longer make one.');
    const made = await this.write(actor, pack, this.progress.of(pack.orgId, pack.id, signal));
    if (made) await this.publish(pack, made);
  }

  /**
   * Writes the file of a pack as its actor may see it: everything in one snapshot, with a checkpoint that covers exactly
   * what the snapshot shows. Undefined when another process is at it. Throws `PackRefusal`.
   */
  async write(actor: Actor, pack: EvidencePack, report: Report): Promise<Made | undefined> {
    await report('sealing', 0, 1);
    // Before the snapshot: nothing must be sealed that the snapshot does not show.
    const hold = await this.sealer.hold(pack.orgId);
    const work = async (tx: Tx): Promise<Made | undefined> => {
      const [mine] = await tx.sql<{ free: boolean }>(lock, [pack.id]);
      if (!mine?.free) return undefined;
      const building = await this.builder.begin(tx, await sealMoment(tx, hold), pack, report);
      // Both ends must come to rest before the transaction may end, whichever fails.
      const [written, filled] = await Promise.allSettled([this.folder.write(building.stream), building.fill()]);
      if (filled.status === 'rejected' && written.status === 'fulfilled') await this.folder.discard(written.value);
      if (filled.status === 'rejected') throw filled.reason;
      if (written.status === 'rejected') throw written.reason;
      return { file: written.value, asOf: building.asOf, counts: filled.value };
    };
    return Tx.snapshot(this.dataSource, actor, { via: 'job', requestId: pack.id }, work).finally(() => hold.release());
  }

  /** Only one of two files for the same pack gets its name, together with its digest on record. */
  private async publish(pack: EvidencePack, { file, asOf, counts }: Made): Promise<void> {
    try {
      const { sha256, bytes } = file;
      const keptUntil = new Date(Date.now() + keptDays * 86_400_000).toISOString();
      const changes = { state: 'ready', asOf, counts, sha256, bytes, keptUntil } as const;
      await this.change(pack.orgId, pack.id, ['running'], 'evidencePack.finish', changes, () =>
        this.folder.publish(pack.id, file),
      );
    } finally {
      await this.folder.discard(file);
    }
  }

  async tend(): Promise<void> {
    await this.jobs.inEachOrganisation('evidence-pack', async (tx) => {
      const left = await tx.sql<{ id: string }>(
        `SELECT id FROM evidence_pack WHERE org_id = $1 AND state = 'running'`,
        [tx.actor.orgId],
      );
      for (const { id } of left) {
        const [nobody] = await tx.sql<{ free: boolean }>(lock, [id]);
        if (nobody?.free) await this.jobs.enqueue(tx, makeEvidencePack, { packId: id });
      }
    });
    await this.jobs.inEachOrganisation('evidence-pack', async (tx) => {
      const old = await tx.sql<{ id: string }>(
        `SELECT id FROM evidence_pack WHERE org_id = $1 AND state = 'ready' AND kept_until < now()`,
        [tx.actor.orgId],
      );
      await tx.because('evidencePack.expire');
      for (const { id } of old) {
        await tx.update(await tx.claim(EvidencePack, id), { state: 'expired' });
        await this.folder.remove(id);
      }
    });
    await this.folder.sweep();
  }

  /** Changes the record as a part of the system; nothing when it is in another state than expected. */
  private async change(
    orgId: string,
    id: string,
    from: readonly PackState[],
    act: string,
    changes: Partial<EvidencePack>,
    first?: () => Promise<void>,
  ): Promise<EvidencePack | undefined> {
    const actor = systemActor({ orgId, timeZone: 'UTC' }, 'evidence-pack');
    return Tx.write(this.dataSource, actor, { via: 'job', requestId: id }, async (tx) => {
      const pack = await tx.claim(EvidencePack, id);
      if (!from.includes(pack.state)) return undefined;
      await first?.();
      await tx.because(act);
      return tx.update(pack, changes);
    });
  }
}

interface Made {
  file: UnpublishedFile;
  asOf: string;
  counts: PackCounts;
}
