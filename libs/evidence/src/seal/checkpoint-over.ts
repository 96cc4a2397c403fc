import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '#platform';
import type { RecordDigest } from '../history/history.service.js';

/** Lines of history of records of one kind: the last that something tells of. */
export interface ToldLines {
  recordType: string;
  lines: readonly RecordDigest[];
}

/** New lines are sealed within a quarter of a second; nobody waits longer than this for a busy server. */
const patience = 3000;
const pause = 100;

const over = `WITH told AS (SELECT (SELECT l.epoch FROM log.leaf l WHERE l.org_id = $1 AND l.seq = e.seq ORDER BY l.epoch DESC LIMIT 1) AS epoch, e.seq
    FROM unnest($2::varchar[], $3::uuid[], $4::integer[]) AS t (type, id, version)
    JOIN log.entry e ON e.org_id = $1 AND e.rec_type = t.type AND e.rec_id = t.id AND e.rec_ver = t.version),
  last AS (SELECT l.epoch, l.idx FROM told JOIN log.leaf l ON l.org_id = $1 AND l.epoch = told.epoch AND l.seq = told.seq
    ORDER BY l.epoch DESC, l.idx DESC LIMIT 1)
  SELECT c.note FROM last CROSS JOIN LATERAL (SELECT note FROM log.checkpoint
    WHERE org_id = $1 AND epoch = last.epoch AND size > last.idx ORDER BY size LIMIT 1) c
  WHERE NOT EXISTS (SELECT FROM told WHERE epoch IS NULL)`;

/**
 * The first signed checkpoint over all of these lines: the same whenever it is asked for. Waits for the sealer; undefined
 * for no lines, and when it takes too long.
 */
export async function checkpointOver(tx: Tx, told: readonly ToldLines[]): Promise<string | undefined> {
  const lines = told.flatMap(({ recordType, lines: some }) => some.map((line) => ({ recordType, ...line })));
  if (lines.length === 0) return undefined;
  const parameters = [
    tx.actor.orgId,
    lines.map(({ recordType }) => recordType),
    lines.map(({ id }) => id),
    lines.map(({ version }) => version),
  ];
  for (const until = Date.now() + patience; ;) {
    const [row] = await tx.sql<{ note: string }>(over, parameters);
    if (row || Date.now() > until) return row?.note;
    await sleep(pause);
  }
}
