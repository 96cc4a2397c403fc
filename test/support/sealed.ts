import { createHash } from 'node:crypto';
import type pg from 'pg';

/*
 * An auditor's own reckoning: written from RFC 6962 and the C2SP texts alone, it uses nothing of the product. The leaf
 * hashes come from the stored lines, never from stored hashes.
 */

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The tree over these hashes. */
function mth(hashes: Buffer[]): Buffer {
  if (hashes.length === 0) return sha256('');
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha256(Buffer.of(1), mth(hashes.slice(0, k)), mth(hashes.slice(k)));
}

export interface SealedLine {
  epoch: number;
  idx: number;
  seq: number;
  rec_id: string;
  rec_type: string;
  rec_ver: number;
  body: string;
}

/** All sealed lines of an organisation in the order of the tree. */
export async function sealedLines(owner: pg.Client, orgId: string): Promise<SealedLine[]> {
  const { rows } = await owner.query<SealedLine>(
    `SELECT l.epoch, l.idx::integer, l.seq::integer, e.rec_id, e.rec_type, e.rec_ver, e.body
     FROM log.leaf l JOIN log.entry e USING (org_id, seq) WHERE l.org_id = $1 ORDER BY l.epoch, l.idx`,
    [orgId],
  );
  return rows;
}

/** The root over the first `size` lines. */
export const rootOverLines = (lines: SealedLine[], size: number): string =>
  mth(lines.slice(0, size).map(({ body }) => sha256(Buffer.of(0), body))).toString('base64');

/** What a checkpoint says, without looking at its signature. */
export function readNote(note: string): { origin: string; size: number; root: string } {
  const [origin, size, root] = note.split('\n');
  return { origin: origin!, size: Number(size), root: root! };
}

/** What is wrong with the order of leaves: gaps, and versions of a record that come before earlier ones. */
export function disorder(lines: SealedLine[]): string[] {
  const wrong: string[] = [];
  const versions = new Map<string, number>();
  const epochs = new Map<number, number>();
  for (const { epoch, idx, rec_type, rec_id, rec_ver } of lines) {
    const expected = epochs.get(epoch) ?? 0;
    if (idx !== expected) wrong.push(`epoch ${epoch} has ${idx} where ${expected} was due`);
    epochs.set(epoch, idx + 1);
    const key = `${rec_type} ${rec_id}`;
    if (rec_ver !== (versions.get(key) ?? 0) + 1) wrong.push(`${key} has version ${rec_ver} too early`);
    versions.set(key, rec_ver);
  }
  return wrong;
}
