import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Client } from './client.js';
import { disorder, readNote, rootOverLines, sealedLines } from './sealed.js';
import { noteText, verifyConsistency } from './verify.js';
import type { Acknowledged } from './writers.js';

/** Waits until every line is under a signed checkpoint, and reads it then. */
export async function untilSealed(client: Client) {
  for (let tries = 0; tries < 600; tries++) {
    const { status, body } = await client.send('GET', '/log/checkpoint', undefined, {});
    if (status === 200 && body.pendingLines === 0) return body;
    await sleep(50);
  }
  throw new Error('The history was not sealed within half a minute');
}

/**
 * All that must hold of a log that was written to and killed: what was acknowledged is there, each line is sealed once
 * and in order, and every checkpoint ever given out is a beginning of the tree. Returns what is wrong.
 */
export async function auditLog(
  owner: pg.Client,
  client: Client,
  acknowledged: readonly Acknowledged[],
  seen: ReadonlySet<string>,
): Promise<{ wrong: string[]; lines: number; checkpoints: number }> {
  const wrong: string[] = [];
  const last = await untilSealed(client);
  const orgId = /\/o\/([0-9a-f-]{36})\//.exec(last.origin)![1]!;
  const lines = await sealedLines(owner, orgId);
  wrong.push(...disorder(lines));
  const { rows: counts } = await owner.query<{ entries: number; pending: number }>(
    `SELECT (SELECT count(*)::integer FROM log.entry WHERE org_id = $1) AS entries, (SELECT count(*)::integer FROM log.pending WHERE org_id = $1) AS pending`,
    [orgId],
  );
  const { entries, pending } = counts[0]!;
  if (entries !== lines.length || pending !== 0)
    wrong.push(`${entries} lines, of which ${lines.length} are sealed and ${pending} pending`);

  const versions = new Map<string, number>();
  for (const { rec_id, rec_ver } of lines) versions.set(rec_id, rec_ver);
  for (const { id, version } of acknowledged)
    if ((versions.get(id) ?? 0) < version) wrong.push(`version ${version} of ${id} was acknowledged and is lost`);

  const stored = await owner.query<{ note: string }>('SELECT note FROM log.checkpoint WHERE org_id = $1', [orgId]);
  const notes = [...new Set([...seen, ...stored.rows.map(({ note }) => note)])];
  const [{ key }] = last.verifierKeys;
  for (const note of notes) if (noteText(note, key) === undefined) wrong.push(`a wrong signature: ${note}`);
  const checkpoints = notes.map(readNote).toSorted((a, b) => a.size - b.size);
  for (const [n, { size, root }] of checkpoints.entries()) {
    const older = checkpoints[n - 1];
    if (!older) continue;
    if (older.size === size) {
      wrong.push(`two checkpoints of size ${size}`);
      continue;
    }
    const { body } = await client.get(`/log/consistency?from=${older.size}&to=${size}`);
    if (!verifyConsistency(older.size, size, body.hashes, older.root, root))
      wrong.push(`the checkpoint of ${older.size} lines is contradicted by that of ${size}`);
  }
  if (last.size !== lines.length || last.root !== rootOverLines(lines, lines.length))
    wrong.push('the last checkpoint is not that of the lines');
  return { wrong, lines: lines.length, checkpoints: checkpoints.length };
}
