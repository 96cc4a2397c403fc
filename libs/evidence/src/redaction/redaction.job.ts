import { Inject, Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import type { Tx } from '#platform';
import { JobService } from '../job/job.service.js';
import { RedactionExecution } from './redaction-execution.js';
import { Redaction } from './redaction.entity.js';

/** The address of the database as its owner: only the owner of a table may have its dead rows cleared away. */
export const ownerDatabaseUrl = Symbol('owner database');

const waiting = `SELECT id FROM redaction WHERE org_id = $1 AND state = 'approved' AND cleaned_at IS NULL ORDER BY id`;
/** Packs that were being made while it was approved, with what they had read before. */
const older = `SELECT FROM evidence_pack WHERE org_id = $1 AND (state = 'ready' AND as_of <= $2 OR state = 'running' AND updated_at <= $2) LIMIT 1`;

/** After an erasure: takes the last copies from the disks of this server, and says on record when that was done. */
@Injectable()
export class RedactionJob {
  private readonly logger = new Logger('Redaction');

  constructor(
    private readonly jobs: JobService,
    private readonly execution: RedactionExecution,
    @Inject(ownerDatabaseUrl) private readonly address: string,
  ) {
    jobs.schedule('* * * * *', 'tend_redactions', () => this.tend());
  }

  async tend(): Promise<void> {
    const tables = new Set<string>();
    const done = new Map<string, string[]>();
    await this.jobs.inEachOrganisation('redaction', async (tx) => {
      for (const { id } of await tx.sql<{ id: string }>(waiting, [tx.actor.orgId])) {
        const redaction = await tx.get(Redaction, id);
        const [pack] = await tx.sql(older, [tx.actor.orgId, redaction.decidedAt]);
        const gone = pack ? await this.execution.expirePacks(tx, redaction) : [];
        await this.execution.removeFiles(redaction.fileDigests, gone);
        for (const { recordType } of redaction.targets) tables.add(`public.${pg.escapeIdentifier(recordType)}`);
        done.set(tx.actor.orgId, [...(done.get(tx.actor.orgId) ?? []), id]);
      }
    });
    if (done.size === 0) return;
    await this.clear(['log.disclosure', 'public.idempotency_key', ...tables]);
    await this.jobs.inEachOrganisation('redaction', async (tx) => this.finish(tx, done.get(tx.actor.orgId) ?? []));
  }

  /** PostgreSQL keeps what was deleted until nobody needs it and somebody clears it away. */
  private async clear(tables: readonly string[]): Promise<void> {
    const owner = new pg.Client({ connectionString: this.address, application_name: 'continua vacuum' });
    await owner.connect();
    try {
      for (const table of tables) await owner.query(`VACUUM (ANALYZE) ${table}`);
    } finally {
      await owner.end();
    }
    this.logger.debug(`Cleared ${tables.join(', ')}`);
  }

  private async finish(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.because('redaction.clean');
    for (const id of ids) await tx.update(await tx.claim(Redaction, id), { cleanedAt: new Date().toISOString() });
  }
}
