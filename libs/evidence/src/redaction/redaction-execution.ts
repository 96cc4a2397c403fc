import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Configuration, conflict, FileStore, type Tx } from '#platform';
import { EvidencePack } from '../pack/evidence-pack.entity.js';
import { PackFolder } from '../pack/pack-folder.js';
import { RedactionLedger } from './redaction-ledger.js';
import { Redaction } from './redaction.entity.js';

const digestsOf = `SELECT DISTINCT d.digest FROM jsonb_to_recordset($2) AS c ("recordType" varchar, "recordId" uuid, field varchar)
  JOIN log.entry e ON e.org_id = $1 AND e.rec_type = c."recordType" AND e.rec_id = c."recordId"
  JOIN log.disclosure d ON d.org_id = $1 AND d.digest = e.body::jsonb -> 'pd' ->> c.field ORDER BY 1`;
/** Contents that no other attachment of the organisation needs. */
const contents = `SELECT DISTINCT f.sha256 FROM attachment a JOIN file f ON f.org_id = a.org_id AND f.id = a.file_id
  WHERE a.org_id = $1 AND a.id = ANY ($2) AND f.erasure IS NULL AND NOT EXISTS (SELECT FROM attachment o
    JOIN file g ON g.org_id = o.org_id AND g.id = o.file_id WHERE o.org_id = $1 AND g.sha256 = f.sha256 AND o.id <> ALL ($2)) ORDER BY 1`;
/** Locked: one that waits begins after this, and one that is at work ends after this. */
const packs = `SELECT id FROM evidence_pack WHERE org_id = $1 AND state IN ('queued', 'running', 'ready') ORDER BY id FOR UPDATE`;

/** Carries out what two people decided on. */
@Injectable()
export class RedactionExecution {
  private readonly logger = new Logger('Redaction');
  private readonly ledger: RedactionLedger;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    configuration: Configuration,
    private readonly store: FileStore,
    private readonly folder: PackFolder,
  ) {
    this.ledger = new RedactionLedger(configuration.DATA_DIR);
  }

  /** All of it in the open transaction; what lies on the disk goes when that is certain. Comes last in its transaction. */
  async approve(
    tx: Tx,
    redaction: Redaction,
    decided: Pick<Redaction, 'state' | 'decidedBy' | 'decidedAt' | 'decisionReason'>,
    reason: string | undefined,
  ): Promise<Redaction> {
    const { orgId } = tx.actor;
    const texts = await tx.sql<{ digest: string }>(digestsOf, [orgId, JSON.stringify(redaction.targets)]);
    const files = await tx.sql<{ sha256: string }>(contents, [orgId, redaction.attachmentIds]);
    await tx.because('redaction.approve', reason);
    const approved = await tx.update(redaction, {
      ...decided,
      digests: texts.map(({ digest }) => digest),
      fileDigests: files.map(({ sha256 }) => sha256),
    });
    const gone = await this.expirePacks(tx, approved);
    await tx.because('redaction.execute', approved.reference);
    await tx.sql('SELECT public.execute_redaction($1)', [approved.id]).catch((error: unknown) => {
      if ((error as { code?: string }).code === 'QM007')
        throw conflict('try-again', 'Somebody changed the same records at the same time; try again.');
      throw error;
    });
    // From here on it is carried out even if the server dies: the next start completes it.
    await this.ledger.append(approved);
    tx.afterCommit(async () => {
      // What cannot be removed now is tried again each minute.
      await this.removeFiles(approved.fileDigests, gone).catch((error: Error) => this.logger.error(error.message));
    });
    return approved;
  }

  /** Packs that may hold the texts can no longer be downloaded, and none that is being made becomes ready. */
  async expirePacks(tx: Tx, { reference }: Redaction): Promise<string[]> {
    const ids = (await tx.sql<{ id: string }>(packs, [tx.actor.orgId])).map(({ id }) => id);
    const gone: string[] = [];
    await tx.because('evidencePack.expire', reference);
    for (const id of ids) {
      const pack = await tx.claim(EvidencePack, id);
      if (pack.state === 'ready') await tx.update(pack, { state: 'expired' });
      if (pack.state === 'running')
        await tx.update(pack, {
          state: 'failed',
          failure: `Texts were erased meanwhile (${reference}); ask for it again.`,
        });
      if (pack.state !== 'queued') gone.push(id);
    }
    return gone;
  }

  /** Contents that no organisation of this installation holds any more, and the files of packs. */
  async removeFiles(digests: readonly string[], packIds: readonly string[]): Promise<void> {
    for (const digest of digests) {
      const [row] = await this.dataSource.query<{ used: boolean }[]>('SELECT identity.content_in_use($1) AS used', [
        digest,
      ]);
      if (!row?.used) await this.store.remove(digest);
    }
    for (const id of packIds) await this.folder.remove(id);
  }
}
