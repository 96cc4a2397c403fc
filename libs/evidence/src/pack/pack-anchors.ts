import type { Tx } from '#platform';
import type { AnchorKind } from '../anchor/log-anchor.entity.js';
import type { BagWriter } from './bag-writer.js';
import { csvLine } from './csv.js';

/** A checkpoint that was mailed or stamped before. */
export interface PackedAnchor {
  id: string;
  kind: AnchorKind;
  asOf: string;
  madeAt: string;
  /** The signed note. */
  checkpoint: string;
  /** The answer of the authority, base64; only of the last time stamp of each month. */
  token: string | null;
}

const newestOfMonths = `SELECT DISTINCT ON (date_trunc('month', as_of, 'UTC')) id FROM log_anchor
  WHERE org_id = $1 AND kind = 'timestamp' AND state = 'made' ORDER BY date_trunc('month', as_of, 'UTC'), as_of DESC`;
/** Of hourly time stamps the last of a month says most of it; mails are few, and somebody holds each. */
const anchors = `SELECT id, kind, as_of, made_at, checkpoint, token FROM log_anchor
  WHERE org_id = $1 AND state = 'made' AND (kind = 'mail' OR id IN (${newestOfMonths})) ORDER BY as_of, id`;

/** What went out before this pack, so that whoever holds one of them finds it named. */
export async function findAnchors(tx: Tx): Promise<PackedAnchor[]> {
  const rows = await tx.sql<Omit<PackedAnchor, 'asOf' | 'madeAt'> & { as_of: Date; made_at: Date }>(anchors, [
    tx.actor.orgId,
  ]);
  return rows.map(({ as_of, made_at, ...row }) => ({
    ...row,
    asOf: as_of.toISOString(),
    madeAt: made_at.toISOString(),
  }));
}

/** A table of all of them, and each time stamp with the checkpoint that it is over. */
export async function writeAnchors(bag: BagWriter, found: readonly PackedAnchor[]): Promise<void> {
  const rows = [csvLine(['id', 'kind', 'asOf', 'madeAt', 'origin', 'size', 'root', 'path'])];
  for (const { id, kind, asOf, madeAt, checkpoint, token } of found) {
    const [origin, size, root] = checkpoint.split('\n');
    const path = token ? `data/log/anchors/${id}.tsr` : '';
    rows.push(csvLine([id, kind, asOf, madeAt, origin, Number(size), root, path]));
  }
  await bag.addPayload('log/anchors.csv', rows.join(''));
  for (const { id, checkpoint, token } of found)
    if (token) {
      await bag.addPayload(`log/anchors/${id}.checkpoint`, checkpoint);
      await bag.addPayload(`log/anchors/${id}.tsr`, Buffer.from(token, 'base64'));
    }
}
