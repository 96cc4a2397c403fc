import pg from 'pg';
import { Configuration, FileStore } from '#platform';
import { type LedgerEntry, RedactionLedger } from './redaction-ledger.js';
import type { Redaction } from './redaction.entity.js';

const organisations = `SELECT org_id FROM identity.organisations()`;
/** Erasures that the database does not know, or whose texts are there again. Decided otherwise here, they are not repeated. */
const undone = `SELECT w.id FROM unnest($2::uuid[]) AS w (id) LEFT JOIN redaction r ON r.org_id = $1 AND r.id = w.id
  WHERE r.id IS NULL OR r.state = 'requested'`;
/** What was asked for and not decided as far as the database knows is left alone while anything is held. */
const held = `SELECT reference FROM legal_hold WHERE org_id = $1 AND state IN ('in_force', 'lift_requested') ORDER BY id LIMIT 1`;
const back = `SELECT FROM log.disclosure WHERE org_id = $1 AND digest = ANY ($2) LIMIT 1`;
const record = `INSERT INTO redaction AS r (org_id, id, reference, state, record_type, record_id, site_id, legal_ground, explanation, targets,
    attachment_ids, requested_by, decided_by, decided_at, digests, file_digests, disposal_id)
  VALUES ($1, $2, $3, 'approved', $4, $5, (SELECT s.id FROM site s WHERE s.org_id = $1 AND s.id = $6), $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  ON CONFLICT (org_id, id) DO UPDATE SET state = 'approved', targets = excluded.targets, attachment_ids = excluded.attachment_ids,
    decided_by = excluded.decided_by, decided_at = excluded.decided_at, digests = excluded.digests, file_digests = excluded.file_digests, cleaned_at = NULL`;
/** The number was given out, even if the restored counter does not know. */
const count = `INSERT INTO reference_counter AS c (org_id, prefix, year, last) VALUES ($1, 'RED', $2, $3)
  ON CONFLICT (org_id, prefix, year) DO UPDATE SET last = greatest(c.last, excluded.last)`;
const known = `SELECT id, reference, record_type AS "recordType", record_id AS "recordId", site_id AS "siteId", legal_ground AS "legalGround", targets,
    attachment_ids AS "attachmentIds", requested_by AS "requestedBy", decided_by AS "decidedBy", decided_at AS "decidedAt", digests,
    file_digests AS "fileDigests", disposal_id AS "disposalId" FROM redaction WHERE org_id = $1 AND state = 'approved'`;

/** How many erasures were carried out again, and which could not be, each with why. */
export interface Replayed {
  repeated: number;
  refused: string[];
}

/**
 * Before the API opens: erases again what a restored backup brought back, after the ledger outside the database, and
 * writes into the ledger what it lacks. Each repetition is a change on record, through `restore`.
 */
export async function replayRedactions(ownerUrl: string, configuration: Configuration): Promise<Replayed> {
  const ledger = new RedactionLedger(configuration.DATA_DIR);
  const entries = await ledger.entries();
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'continua replay' });
  await owner.connect();
  try {
    const replayed: Replayed = { repeated: 0, refused: [] };
    const { rows } = await owner.query<{ org_id: string }>(organisations);
    for (const { org_id: orgId } of rows) {
      const own = entries.filter((entry) => entry.orgId === orgId);
      const store = new FileStore(configuration);
      for (const entry of own)
        try {
          replayed.repeated += Number(await replay(owner, store, entry));
        } catch (error) {
          // The start of the server does not depend on it; it is tried again with each.
          if (!(error instanceof Refused) && (error as { code?: string }).code !== 'QM007') throw error;
          replayed.refused.push(`${entry.reference}: ${(error as Error).message}`);
        }
      await complete(owner, ledger, orgId, new Set(own.map(({ id }) => id)));
    }
    return replayed;
  } finally {
    await owner.end();
  }
}

class Refused extends Error {}

async function replay(owner: pg.Client, store: FileStore, entry: LedgerEntry): Promise<boolean> {
  const { orgId, reference } = entry;
  const wanted = await inOrganisation(owner, orgId, reference, async () => {
    const { rowCount: lost } = await owner.query(undone, [orgId, [entry.id]]);
    const { rows: decided } = await owner.query<{ state: string }>(
      `SELECT state FROM redaction WHERE org_id = $1 AND id = $2`,
      [orgId, entry.id],
    );
    if (decided[0]?.state === 'requested') {
      const { rows: holds } = await owner.query<{ reference: string }>(held, [orgId]);
      if (holds[0]) throw new Refused(`there is the legal hold ${holds[0].reference}`);
    }
    await owner.query('SET LOCAL ROLE continua_log');
    const { rowCount: texts } = await owner.query(back, [orgId, entry.digests]);
    await owner.query('SET LOCAL ROLE continua_owner');
    if (!lost && (!texts || decided[0]?.state !== 'approved')) return false;
    await owner.query(record, [
      orgId,
      entry.id,
      reference,
      entry.recordType,
      entry.recordId,
      entry.siteId,
      entry.legalGround,
      'Carried out again after a restore.',
      JSON.stringify(entry.targets),
      entry.attachmentIds,
      entry.requestedBy,
      entry.decidedBy,
      entry.decidedAt,
      entry.digests,
      entry.fileDigests,
      entry.disposalId,
    ]);
    const [, year, number] = reference.split('-').map(Number);
    await owner.query(count, [orgId, year, number]);
    await owner.query('SELECT public.execute_redaction($1)', [entry.id]);
    await owner.query(`UPDATE evidence_pack SET state = 'expired' WHERE org_id = $1 AND state = 'ready'`, [orgId]);
    return true;
  });
  // A restored folder of files brings contents back too.
  for (const digest of entry.fileDigests) {
    const { rows } = await owner.query<{ used: boolean }>('SELECT identity.content_in_use($1) AS used', [digest]);
    if (!rows[0]?.used) await store.remove(digest);
  }
  return wanted;
}

/** What was approved when the server died, or in an installation whose ledger was lost. */
async function complete(
  owner: pg.Client,
  ledger: RedactionLedger,
  orgId: string,
  there: ReadonlySet<string>,
): Promise<void> {
  const rows = await inOrganisation(
    owner,
    orgId,
    undefined,
    async () => (await owner.query<Redaction>(known, [orgId])).rows,
  );
  for (const row of rows.filter(({ id }) => !there.has(id))) await ledger.append(Object.assign(row, { orgId }));
}

async function inOrganisation<T>(
  owner: pg.Client,
  orgId: string,
  reason: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const context = { actor: 's:restore', via: 'restore', act: 'redaction.replay', req: 'redaction-replay', reason };
  await owner.query('BEGIN');
  try {
    await owner.query(
      `SELECT set_config('app.org', $1, true), set_config('app.sites', '*', true), set_config('app.ctx', $2, true)`,
      [orgId, JSON.stringify(context)],
    );
    await owner.query('SET LOCAL ROLE continua_owner');
    const result = await work();
    await owner.query('COMMIT');
    return result;
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}
