import path from 'node:path';
import type { ClientBase } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { epochOf } from '../seal/checkpoint.js';
import { HighWater } from '../seal/high-water.js';
import { announceKey } from '../seal/key-history.js';
import type { Query } from '../seal/sealed-tree.js';
import { signingKey } from '../seal/signing-key.js';

export interface EpochRequest {
  orgId: string;
  /** Why, in the operator's words; becomes part of the history. */
  reason: string;
}

/** What was done: how many lines the database held under a checkpoint, and how many had been signed here. */
export interface OpenedEpoch {
  origin: string;
  previousOrigin: string;
  sealed: number;
  signed: number;
}

interface OldLog {
  epoch: number;
  origin: string;
  note: string | null;
  size: string | null;
}

const state = `SELECT o.epoch, o.origin, c.note, c.size FROM log.origin o LEFT JOIN LATERAL (SELECT note, size FROM log.checkpoint
  WHERE org_id = o.org_id AND epoch = o.epoch ORDER BY size DESC LIMIT 1) c ON true WHERE o.org_id = $1`;
const record = `INSERT INTO log_epoch (org_id, id, epoch, origin, previous_origin, database_checkpoint, last_checkpoint, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const firstLeaf = `INSERT INTO log.leaf (org_id, epoch, idx, seq, hash)
  SELECT org_id, $3, 0, seq, sha256('\\x00'::bytea || convert_to(body, 'UTF8')) FROM log.entry
  WHERE org_id = $1 AND rec_type = 'log_epoch' AND rec_id = $2`;

/** Begins a log anew after a restore or the loss of its key, in a transaction of its own. Needs the owner's login. */
export async function openEpoch(owner: ClientBase, dataFolder: string, request: EpochRequest): Promise<OpenedEpoch> {
  await owner.query('BEGIN');
  try {
    const opened = await beginEpoch(owner, dataFolder, request);
    await owner.query('COMMIT');
    return opened;
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

/**
 * In the open transaction: a new name, and as first leaf the line that tells of the old log, with the checkpoints that the
 * database and this installation have of it. The sealer, wherever it runs, waits meanwhile and then signs the new tree.
 */
export async function beginEpoch(
  owner: ClientBase,
  dataFolder: string,
  { orgId, reason }: EpochRequest,
): Promise<OpenedEpoch> {
  const query: Query = async (sql, parameters) => (await owner.query(sql, parameters)).rows;
  const key = await signingKey(path.resolve(dataFolder), 'log');
  const context = JSON.stringify({
    actor: 's:cli',
    via: 'restore',
    act: 'log.openEpoch',
    req: 'log-new-epoch',
    reason,
  });
  await query(
    `SELECT set_config('app.org', $1, true), set_config('app.sites', '*', true), set_config('app.ctx', $2, true)`,
    [orgId, context],
  );
  await query(`SELECT pg_advisory_xact_lock(hashtextextended('continua:seal ' || $1, 0))`, [orgId]);
  await query('SET LOCAL ROLE continua_log', []);
  const [old] = await query<OldLog>(state, [orgId]);
  if (!old) throw new Error('This organisation has no history yet');
  const last = await new HighWater(path.resolve(dataFolder)).latest(orgId);
  // The database may have been set back to before an earlier restart.
  const epoch = 1 + Math.max(old.epoch, last ? epochOf(last.origin) : 0);
  const origin = old.origin.replace(/\d+$/, String(epoch));
  await query('UPDATE log.origin SET epoch = $2, origin = $3 WHERE org_id = $1', [orgId, epoch, origin]);
  await announceKey(query, key);
  const id = uuidv7();
  await query('SET LOCAL ROLE continua_owner', []);
  const previous = last?.origin ?? old.origin;
  await query(record, [orgId, id, epoch, origin, previous, old.note, last?.note ?? null, reason]);
  await query('SET LOCAL ROLE continua_log', []);
  await query(firstLeaf, [orgId, id, epoch]);
  return { origin, previousOrigin: previous, sealed: Number(old.size ?? 0), signed: last?.size ?? 0 };
}
