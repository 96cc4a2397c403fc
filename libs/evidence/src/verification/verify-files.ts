import type { FileStore, Tx } from '#platform';
import type { Faults } from './fault.js';

const files = `SELECT DISTINCT ON (f.sha256) f.sha256, f.bytes, a.record_type, a.record_id FROM file f
  LEFT JOIN attachment a ON a.org_id = f.org_id AND a.file_id = f.id WHERE f.org_id = $1 ORDER BY f.sha256, a.created_at`;
const erased = `SELECT jsonb_array_elements_text(x.value) AS sha256 FROM (
    SELECT convert_from(decode(rpad(translate(d.disclosure, '-_', '+/'), (length(d.disclosure) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb AS said
    FROM log.disclosure d JOIN log.entry e ON e.org_id = d.org_id AND e.entry_id = d.entry_id WHERE d.org_id = $1 AND e.rec_type = 'redaction') told
  CROSS JOIN LATERAL (SELECT told.said -> 2 AS value WHERE told.said ->> 1 = 'file_digests'
    UNION ALL SELECT told.said -> 2 -> 'after' -> 'file_digests' WHERE told.said ->> 1 = 'p') x WHERE jsonb_typeof(x.value) = 'array'`;

/** Reads every content once and compares it with its SHA-256. Returns how many there are. */
export async function verifyFiles(tx: Tx, store: FileStore, faults: Faults): Promise<number> {
  const gone = new Set((await tx.sql<{ sha256: string }>(erased, [tx.actor.orgId])).map(({ sha256 }) => sha256));
  let count = 0;
  const pieces = tx.pieces<{ sha256: string; bytes: number; record_type: string | null; record_id: string | null }>(
    files,
    [tx.actor.orgId],
    200,
  );
  for await (const piece of pieces)
    for (const { sha256, bytes, record_type: recordType, record_id: recordId } of piece) {
      if (gone.has(sha256)) continue;
      count++;
      const soundness = await store.check({ sha256, bytes });
      if (soundness === 'intact') continue;
      const of = recordType ? ` attached to ${recordType} ${recordId}` : '';
      const words = soundness === 'missing' ? 'is missing' : 'was damaged';
      faults.add(`file-${soundness}`, `The file ${sha256}${of} ${words}`, { recordType, recordId });
    }
  return count;
}
