import type { Hash, Leaves } from './merkle.js';
import { KeptHashes, type Run, runsOf } from './stored-tree.js';

/** Asks the database, as whoever has the connection. */
export type Query = <R extends object>(sql: string, parameters: unknown[]) => Promise<R[]>;

/** One organisation's log; each restore opens the next epoch. */
export interface Log {
  orgId: string;
  epoch: number;
}

const keptNodes = `SELECT run.level, node.idx, node.hash FROM unnest($3::integer[], $4::bigint[], $5::bigint[]) AS run (level, first, last)
  CROSS JOIN LATERAL (
    SELECT idx, hash FROM log.leaf WHERE run.level = 0 AND org_id = $1 AND epoch = $2 AND idx BETWEEN run.first AND run.last
    UNION ALL
    SELECT idx, hash FROM log.node WHERE org_id = $1 AND epoch = $2 AND level = run.level AND idx BETWEEN run.first AND run.last) node`;

/** Reads kept nodes in one statement. */
export async function readRuns(query: Query, { orgId, epoch }: Log, runs: readonly Run[]): Promise<KeptHashes> {
  const kept = new KeptHashes();
  if (runs.length === 0) return kept;
  const rows = await query<{ level: number; idx: string; hash: Buffer }>(keptNodes, [
    orgId,
    epoch,
    runs.map(({ level }) => level),
    runs.map(({ first }) => first),
    runs.map(({ last }) => last),
  ]);
  for (const { level, idx, hash } of rows) kept.set({ level, index: Number(idx) }, hash);
  return kept;
}

/** The hashes over ranges of leaves, in their order. Throws where the stored tree lacks a node. */
export async function hashesOf(query: Query, log: Log, ranges: readonly Leaves[]): Promise<Hash[]> {
  const kept = await readRuns(query, log, runsOf(ranges));
  return ranges.map((range) => kept.over(range));
}
