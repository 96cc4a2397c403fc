import type { KeyObject } from 'node:crypto';
import pg from 'pg';
import { type Checkpoint, checkpointText, epochOf } from './checkpoint.js';
import type { HighWater } from './high-water.js';
import type { Hash } from './merkle.js';
import { type Log, type Query, readRuns } from './sealed-tree.js';
import { rawPublicKey, signNote } from './signed-note.js';
import { edgeOf, type KeptHashes, nodesAbove, runsOf } from './stored-tree.js';

/** Thrown when sealing would contradict what was signed before; the words are for the operator. */
export class SealRefusal extends Error {}

/** What a step did; `busy` means that another process is at it. */
export type Step = 'appended' | 'signed' | 'idle' | 'busy';

export interface Seal {
  key: KeyObject;
  highWater: HighWater;
  /** Most leaves of one step. */
  batch: number;
  /** Only lines with these sequences, however many others wait; all without. */
  only?: readonly string[];
}

interface State extends Log {
  origin: string;
  /** Leaves in the tree. */
  size: number;
  /** Leaves under the last signed checkpoint of the database. */
  signed: number;
  /** What the tree must still hold: the checkpoints that the database and the high-water file know. */
  earlier: Omit<Checkpoint, 'origin'>[];
}

interface StateRow {
  epoch: number;
  origin: string;
  size: string;
  signed: string | null;
  root: Hash | null;
  public_key: Buffer | null;
}

const state = `SELECT o.epoch, o.origin,
    (SELECT coalesce(max(l.idx) + 1, 0) FROM log.leaf l WHERE l.org_id = o.org_id AND l.epoch = o.epoch) AS size,
    c.size AS signed, c.root, (SELECT public_key FROM log.signing_key ORDER BY id DESC LIMIT 1) AS public_key
  FROM log.origin o LEFT JOIN LATERAL (SELECT size, root FROM log.checkpoint
    WHERE org_id = o.org_id AND epoch = o.epoch ORDER BY size DESC LIMIT 1) c ON true WHERE o.org_id = `;
// The order is that of seq, which is taken under the lock of the changed row; lines that commit late come later.
// A line that is missing is an error, not left out.
const insertLeaves = `INSERT INTO log.leaf (org_id, epoch, idx, seq, hash)
  SELECT $1, $2, $3 + row_number() OVER (ORDER BY p.seq) - 1, p.seq,
    sha256('\\x00'::bytea || convert_to((SELECT e.body FROM log.entry e WHERE e.org_id = $1 AND e.seq = p.seq), 'UTF8'))
  FROM (SELECT seq FROM log.pending WHERE org_id = $1 AND ($5::bigint[] IS NULL OR seq = ANY ($5)) ORDER BY seq LIMIT $4) p RETURNING idx, hash`;
const insertNodes = `INSERT INTO log.node (org_id, epoch, level, idx, hash)
  SELECT $1::uuid, $2::integer, * FROM unnest($3::smallint[], $4::bigint[], $5::bytea[])`;
// A line stops being pending in the transaction that stores the signature over it, so none is ever between the two.
const finish = `WITH covered AS (DELETE FROM log.pending WHERE org_id = $1 AND seq = ANY (ARRAY(
    SELECT seq FROM log.leaf WHERE org_id = $1 AND epoch = $2 AND idx >= $3 AND idx < $4)))
  INSERT INTO log.checkpoint (org_id, epoch, size, root, note) VALUES ($1, $2, $4, $5, $6)`;

/** Begins the transaction of a step; its answers are for `sealStep`. One message, because each one takes its time on a busy server. */
export function beginStep(orgId: string): string {
  const id = pg.escapeLiteral(orgId);
  return `BEGIN; SELECT set_config('app.org', ${id}, true), set_config('synchronous_commit', 'on', true),
    pg_try_advisory_xact_lock(hashtextextended('continua:seal ' || ${id}, 0)) AS free; ${state} ${id}`;
}

/**
 * One transaction of sealing for one organisation, in the middle of which any process may die: either appends pending lines to
 * the tree, or signs the tree that an earlier transaction has made durable. Nothing is appended to an unsigned tree, so a
 * signature that fails stops the log instead of running after it. Throws SealRefusal.
 */
export async function sealStep(
  query: Query,
  [, lock, found]: pg.QueryResult[],
  orgId: string,
  seal: Seal,
): Promise<Step> {
  const [mine] = lock!.rows as { free: boolean }[];
  if (!mine?.free) return 'busy';
  const [row] = found!.rows as StateRow[];
  if (!row) return 'idle';
  const { key, highWater } = seal;
  const log = stateOf(orgId, row, await highWater.latest(orgId), key);
  const kept = await readRuns(query, log, [...runsOf([log, ...log.earlier].map(upTo)), ...edgeOf(log.size)]);
  const root = confirmedRoot(log, kept);
  if (log.size === log.signed) return (await append(query, log, kept, seal)) > 0 ? 'appended' : 'idle';
  const { origin, size } = log;
  const note = signNote(checkpointText({ origin, size, root }), { name: origin, privateKey: key });
  // Outside first: a note that the database does not know yet was not given out, and is made again, the same.
  await highWater.write(orgId, note);
  await query(finish, [orgId, log.epoch, log.signed, size, root, note]);
  return 'signed';
}

/** All of the first leaves. */
const upTo = ({ size }: { size: number }) => ({ start: 0, end: size });

function stateOf(orgId: string, row: StateRow, outside: Checkpoint | undefined, key: KeyObject): State {
  if (!row.public_key?.equals(rawPublicKey(key)))
    throw new SealRefusal(
      'the key in DATA_DIR/keys is not the one that signs the logs of this database; processes that share a database share the key',
    );
  const [size, signed] = [Number(row.size), Number(row.signed ?? 0)];
  const earlier = row.root ? [{ size: signed, root: row.root }] : [];
  const earlierEpoch = outside && epochOf(outside.origin) < row.epoch && sameLog(outside.origin, row.origin);
  if (outside && outside.origin !== row.origin && !earlierEpoch)
    throw new SealRefusal(
      `the last checkpoint signed here is of ${outside.origin}, but the database holds ${row.origin}`,
    );
  // The file is written before the row: a row without it means that the file was lost, and nobody knows what else was signed.
  if (row.root && (!outside || earlierEpoch))
    throw new SealRefusal(
      `the database holds a checkpoint of ${row.origin}, but DATA_DIR/checkpoints does not know of any: it was lost`,
    );
  if (outside && !earlierEpoch) earlier.push(outside);
  for (const before of earlier)
    if (before.size > size)
      throw new SealRefusal(
        `${before.size} lines of ${row.origin} were sealed already, but the database holds ${size}: it was set back`,
      );
  return { orgId, epoch: row.epoch, origin: row.origin, size, signed, earlier };
}

const sameLog = (one: string, other: string): boolean => one.replace(/\d+$/, '') === other.replace(/\d+$/, '');

/** The root of the tree, once it has been shown to hold all that was signed before. Throws SealRefusal. */
function confirmedRoot(log: State, kept: KeptHashes): Hash {
  for (const { size, root } of log.earlier)
    if (!kept.over(upTo({ size })).equals(root))
      throw new SealRefusal(`the first ${size} lines of ${log.origin} are not those that were sealed`);
  return kept.over(upTo(log));
}

async function append(
  query: Query,
  { orgId, epoch, size }: State,
  edge: KeptHashes,
  { batch, only }: Seal,
): Promise<number> {
  const leaves = await query<{ idx: string; hash: Buffer }>(insertLeaves, [orgId, epoch, size, batch, only ?? null]);
  const hashes: Hash[] = [];
  for (const { idx, hash } of leaves) hashes[Number(idx) - size] = hash;
  const nodes = nodesAbove(size, edge, hashes);
  if (nodes.length > 0)
    await query(insertNodes, [
      orgId,
      epoch,
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      nodes.map(({ hash }) => hash),
    ]);
  return leaves.length;
}
