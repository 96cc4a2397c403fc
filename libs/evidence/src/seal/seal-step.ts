import type { KeyObject } from 'node:crypto';
import { type Checkpoint, checkpointText, epochOf } from './checkpoint.js';
import type { HighWater } from './high-water.js';
import type { Hash } from './merkle.js';
import { hashesOf, type Log, type Query, readRuns } from './sealed-tree.js';
import { rawPublicKey, signNote } from './signed-note.js';
import { edgeOf, nodesAbove } from './stored-tree.js';

/** Thrown when sealing would contradict what was signed before; the words are for the operator. */
export class SealRefusal extends Error {}

/** What a step did; `busy` means that another process is at it. */
export type Step = 'appended' | 'signed' | 'idle' | 'busy';

export interface Seal {
  key: KeyObject;
  highWater: HighWater;
  /** Most leaves of one step. */
  batch: number;
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

const lock = `SELECT set_config('app.org', $1, true), set_config('synchronous_commit', 'on', true),
  pg_try_advisory_xact_lock(hashtextextended('continua:seal ' || $1, 0)) AS free`;
const state = `SELECT o.epoch, o.origin,
    (SELECT coalesce(max(l.idx) + 1, 0) FROM log.leaf l WHERE l.org_id = o.org_id AND l.epoch = o.epoch) AS size,
    c.size AS signed, c.root, (SELECT public_key FROM log.signing_key ORDER BY id DESC LIMIT 1) AS public_key
  FROM log.origin o LEFT JOIN LATERAL (SELECT size, root FROM log.checkpoint
    WHERE org_id = o.org_id AND epoch = o.epoch ORDER BY size DESC LIMIT 1) c ON true WHERE o.org_id = $1`;
// The order is that of seq, which is taken under the lock of the changed row; lines that commit late come later.
const append = `WITH batch AS (SELECT seq, entry_id FROM log.pending WHERE org_id = $1 ORDER BY seq LIMIT $4)
  INSERT INTO log.leaf (org_id, epoch, idx, seq, hash)
  SELECT $1, $2, $3 + row_number() OVER (ORDER BY b.seq) - 1, b.seq, sha256('\\x00'::bytea || convert_to(e.body, 'UTF8'))
  FROM batch b JOIN log.entry e ON e.org_id = $1 AND e.entry_id = b.entry_id RETURNING idx, hash`;
const insertNodes = `INSERT INTO log.node (org_id, epoch, level, idx, hash)
  SELECT $1::uuid, $2::integer, * FROM unnest($3::smallint[], $4::bigint[], $5::bytea[])`;
// A line stops being pending in the transaction that stores the signature over it, so none is ever between the two.
const finish = `WITH covered AS (DELETE FROM log.pending p USING log.leaf l
    WHERE p.org_id = $1 AND l.org_id = $1 AND l.epoch = $2 AND l.idx >= $3 AND l.idx < $4 AND p.seq = l.seq)
  INSERT INTO log.checkpoint (org_id, epoch, size, root, note) VALUES ($1, $2, $4, $5, $6)`;

/**
 * One transaction of sealing for one organisation, in the middle of which any process may die: either appends pending lines to
 * the tree, or signs the tree that an earlier transaction has made durable. Nothing is appended to an unsigned tree, so a
 * signature that fails stops the log instead of running after it. Throws SealRefusal.
 */
export async function sealStep(query: Query, orgId: string, { key, highWater, batch }: Seal): Promise<Step> {
  const [mine] = await query<{ free: boolean }>(lock, [orgId]);
  if (!mine?.free) return 'busy';
  const log = await stateOf(query, orgId, highWater, key);
  if (!log) return 'idle';
  const root = await confirmedRoot(query, log);
  if (log.size === log.signed) return (await appendTo(query, log, batch)) > 0 ? 'appended' : 'idle';
  const { origin, size } = log;
  const note = signNote(checkpointText({ origin, size, root }), { name: origin, privateKey: key });
  // Outside first: a note that the database does not know yet was not given out, and is made again, the same.
  await highWater.write(orgId, note);
  await query(finish, [orgId, log.epoch, log.signed, size, root, note]);
  return 'signed';
}

async function stateOf(query: Query, orgId: string, highWater: HighWater, key: KeyObject): Promise<State | undefined> {
  const [row] = await query<StateRow>(state, [orgId]);
  if (!row) return undefined;
  if (!row.public_key?.equals(rawPublicKey(key)))
    throw new SealRefusal(
      'the key in DATA_DIR/keys is not the one that signs the logs of this database; processes that share a database share the key',
    );
  const [size, signed] = [Number(row.size), Number(row.signed ?? 0)];
  const earlier = row.root ? [{ size: signed, root: row.root }] : [];
  const outside = await highWater.latest(orgId);
  const earlierEpoch = outside && epochOf(outside.origin) < row.epoch && sameLog(outside.origin, row.origin);
  if (outside && outside.origin !== row.origin && !earlierEpoch)
    throw new SealRefusal(
      `the last checkpoint signed here is of ${outside.origin}, but the database holds ${row.origin}`,
    );
  if (outside && !earlierEpoch) earlier.push(outside);
  return { orgId, epoch: row.epoch, origin: row.origin, size, signed, earlier };
}

const sameLog = (one: string, other: string): boolean => one.replace(/\d+$/, '') === other.replace(/\d+$/, '');

/** The root of the tree, once it has been shown to hold all that was signed before. Throws SealRefusal. */
async function confirmedRoot(query: Query, log: State): Promise<Hash> {
  for (const { size } of log.earlier)
    if (size > log.size)
      throw new SealRefusal(
        `${size} lines of ${log.origin} were sealed already, but the database holds ${log.size}: it was set back`,
      );
  const sizes = [log.size, ...log.earlier.map(({ size }) => size)];
  const [root, ...roots] = await hashesOf(
    query,
    log,
    sizes.map((end) => ({ start: 0, end })),
  );
  for (const [n, { size, root: known }] of log.earlier.entries())
    if (!roots[n]!.equals(known))
      throw new SealRefusal(`the first ${size} lines of ${log.origin} are not those that were sealed`);
  return root!;
}

async function appendTo(query: Query, { orgId, epoch, size }: State, batch: number): Promise<number> {
  const edge = await readRuns(query, { orgId, epoch }, edgeOf(size));
  const leaves = await query<{ idx: string; hash: Buffer }>(append, [orgId, epoch, size, batch]);
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
