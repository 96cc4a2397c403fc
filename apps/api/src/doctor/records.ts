import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ClientBase, QueryResultRow } from 'pg';
import { epochOf, HighWater } from '#evidence';
import { fail, type Finding, ok, warn } from './finding.js';

/** How many files of each organisation are read and compared. */
const sampleSize = 20;
const hour = 3_600_000;

/** Asks each organisation the same question, as a role that row-level security holds for. */
async function ofEachOrganisation<R extends QueryResultRow>(
  owner: ClientBase,
  role: 'continua_owner' | 'continua_log',
  sql: string,
): Promise<R[]> {
  const { rows: organisations } = await owner.query<{ org_id: string }>('SELECT org_id FROM identity.organisations()');
  const answers: R[] = [];
  for (const { org_id } of organisations) {
    await owner.query('BEGIN READ ONLY');
    try {
      await owner.query(`SELECT set_config('app.org', $1, true), set_config('app.sites', '*', true)`, [org_id]);
      await owner.query(`SET LOCAL ROLE ${role}`);
      answers.push(...(await owner.query<R>(sql, [org_id])).rows);
    } finally {
      await owner.query('ROLLBACK');
    }
  }
  return answers;
}

/** Whether somebody can use the installation at all. */
export async function checkOrganisations(owner: ClientBase): Promise<Finding> {
  const { rows } = await owner.query<{ name: string }>('SELECT name FROM identity.organisations()');
  return rows.length > 0
    ? ok('Organisations', rows.map(({ name }) => name).join(', '))
    : warn('Organisations', 'there is none yet', 'Start Continua and open the setup link that it prints.');
}

/** Lines of history that wait for their place in the sealed tree. */
export async function checkPending(owner: ClientBase): Promise<Finding> {
  const rows = await ofEachOrganisation<{ count: number; oldest: Date | null }>(
    owner,
    'continua_log',
    `SELECT count(*)::integer AS count, (SELECT e.at FROM log.pending p JOIN log.entry e USING (org_id, entry_id)
       WHERE p.org_id = $1 ORDER BY p.seq LIMIT 1) AS oldest FROM log.pending WHERE org_id = $1`,
  );
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  const oldest = Math.min(...rows.flatMap((row) => (row.oldest ? [row.oldest.getTime()] : [])), Date.now());
  const words = `${count} lines of history wait to be sealed`;
  return Date.now() - oldest < hour
    ? ok('Sealing', words)
    : warn('Sealing', `${words}, the oldest since ${new Date(oldest).toISOString()}`, 'Start Continua and look again.');
}

/** Whether the database still holds what was signed here; one that was restored from a backup may not. */
export async function checkSeals(owner: ClientBase, dataFolder: string): Promise<Finding> {
  const rows = await ofEachOrganisation<{ org_id: string; origin: string; size: number; given: boolean }>(
    owner,
    'continua_log',
    `SELECT o.org_id, o.origin, (SELECT count(*)::integer FROM log.leaf l WHERE l.org_id = o.org_id AND l.epoch = o.epoch) AS size,
       EXISTS (SELECT FROM log.checkpoint c WHERE c.org_id = o.org_id AND c.epoch = o.epoch) AS given
     FROM log.origin o WHERE o.org_id = $1`,
  );
  const highWater = new HighWater(dataFolder);
  const behind: string[] = [];
  for (const { org_id, origin, size, given } of rows) {
    const signed = await highWater.latest(org_id);
    if (given && !signed) behind.push(`${origin} (what was signed here was lost with DATA_DIR/checkpoints)`);
    const later = signed && epochOf(signed.origin) > epochOf(origin);
    if (later || (signed?.origin === origin && signed.size > size))
      behind.push(`${origin} (${size} lines there, ${signed.size} of ${signed.origin} signed)`);
  }
  return behind.length === 0
    ? ok('Checkpoints', 'the database holds all that was signed here')
    : fail(
        'Checkpoints',
        `the database may have less than what was signed here: ${behind.join(', ')}`,
        'If a backup was restored: `continua log new-epoch --reason …` says so in the history and sealing goes on.',
      );
}

/** Reads a sample of the attachments and compares them with the digests by which they were recorded. */
export async function checkFiles(owner: ClientBase, folder: string): Promise<Finding[]> {
  const { rows } = await owner.query(`SELECT 1 WHERE to_regclass('public.file') IS NOT NULL`);
  if (rows.length === 0) return [];
  const files = await ofEachOrganisation<{ sha256: string }>(
    owner,
    'continua_owner',
    `SELECT sha256 FROM file WHERE org_id = $1 ORDER BY random() LIMIT ${sampleSize}`,
  );
  const wrong: string[] = [];
  for (const { sha256 } of files) {
    const found = await digestOf(path.join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256));
    if (found !== sha256) wrong.push(`${sha256} (${found ? 'damaged' : 'missing'})`);
  }
  return wrong.length === 0
    ? [ok('Files', `${files.length} of the attachments were read and are what was recorded`)]
    : [fail('Files', `not what was recorded: ${wrong.join(', ')}`, `Put them back into ${folder} from a backup.`)];
}

async function digestOf(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
