import type { Tx } from '#platform';
import type { Faults } from './fault.js';

const leaf = `sha256('\\x00'::bytea || convert_to(e.body, 'UTF8'))`;

/** Versions 1, 2, 3 … of each record, each with the digest of the one before, and the columns of a line as the line says. */
const outOfOrder = `SELECT o.rec_type, o.rec_id, o.rec_ver FROM (
    SELECT e.rec_type, e.rec_id, e.rec_ver, e.body::jsonb ->> 'prev' AS prev,
      lag(e.rec_ver, 1, 0) OVER versions AS before, lag(encode(${leaf}, 'hex')) OVER versions AS digest
    FROM log.entry e WHERE e.org_id = $1 WINDOW versions AS (PARTITION BY e.rec_type, e.rec_id ORDER BY e.rec_ver)) o
  WHERE o.rec_ver <> o.before + 1 OR o.prev IS DISTINCT FROM o.digest`;
const inconsistent = `SELECT e.rec_type, e.rec_id, e.rec_ver FROM log.entry e WHERE e.org_id = $1
  AND (e.rec_type, e.rec_id::text, e.rec_ver::text, e.entry_id::text, e.site_id::text)
    IS DISTINCT FROM (e.body::jsonb ->> 'rt', e.body::jsonb ->> 'rid', e.body::jsonb ->> 'ver', e.body::jsonb ->> 'id', e.body::jsonb ->> 'site')`;
/** A line waits for the sealer, or it is sealed; another one was smuggled in. */
const unsealed = `SELECT e.rec_type, e.rec_id, e.rec_ver FROM log.entry e WHERE e.org_id = $1
  AND NOT EXISTS (SELECT FROM log.pending p WHERE p.org_id = e.org_id AND p.seq = e.seq)
  AND NOT EXISTS (SELECT FROM log.leaf l WHERE l.org_id = e.org_id AND l.seq = e.seq)`;
const changedDisclosures = `SELECT e.rec_type, e.rec_id, e.rec_ver FROM log.disclosure d JOIN log.entry e ON e.org_id = d.org_id AND e.entry_id = d.entry_id
  WHERE d.org_id = $1 AND d.digest <> translate(encode(sha256(convert_to(d.disclosure, 'UTF8')), 'base64'), E'+/=\\n', '-_')`;
/** Digests without a text which no erasure on record explains, told with the first line that has them. */
const missingDisclosures = `WITH erased AS MATERIALIZED (
    SELECT jsonb_array_elements_text(x.value) AS digest FROM (
      SELECT convert_from(decode(rpad(translate(d.disclosure, '-_', '+/'), (length(d.disclosure) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb AS said
      FROM log.disclosure d JOIN log.entry e ON e.org_id = d.org_id AND e.entry_id = d.entry_id WHERE d.org_id = $1 AND e.rec_type = 'redaction') told
    CROSS JOIN LATERAL (SELECT told.said -> 2 AS value WHERE told.said ->> 1 = 'digests'
      UNION ALL SELECT told.said -> 2 -> 'after' -> 'digests' WHERE told.said ->> 1 = 'p') x WHERE jsonb_typeof(x.value) = 'array')
  SELECT DISTINCT ON (e.rec_type, e.rec_id, g.name) e.rec_type, e.rec_id, e.rec_ver, g.name AS field FROM log.entry e
  CROSS JOIN LATERAL (SELECT key AS name, value AS digest FROM jsonb_each_text(e.body::jsonb -> 'pd') UNION ALL SELECT 'p', e.body::jsonb ->> 'p') g
  WHERE e.org_id = $1 AND NOT EXISTS (SELECT FROM log.disclosure d WHERE d.org_id = e.org_id AND d.digest = g.digest)
    AND g.digest NOT IN (SELECT digest FROM erased) ORDER BY e.rec_type, e.rec_id, g.name, e.rec_ver`;

interface FoundLine {
  rec_type: string;
  rec_id: string;
  rec_ver: number;
  field?: string;
}

/** What can be said of lines without the tree: each question is one statement of the database. */
export async function verifyLines(tx: Tx, faults: Faults): Promise<void> {
  const questions = [
    ['line-out-of-order', outOfOrder, 'does not follow the version before it'],
    ['line-inconsistent', inconsistent, 'is filed under something else than it says'],
    ['line-unsealed', unsealed, 'neither is sealed nor waits to be: it was put in behind the log'],
    ['disclosure-changed', changedDisclosures, 'has a text with another digest'],
    ['disclosure-missing', missingDisclosures, 'lacks the text of a digest, and no erasure on record explains it'],
  ] as const;
  for (const [code, sql, words] of questions)
    for await (const piece of tx.pieces<FoundLine>(sql, [tx.actor.orgId], 500))
      for (const { rec_type: recordType, rec_id: recordId, rec_ver: version, field = null } of piece)
        faults.add(code, `Version ${version} of ${recordType} ${recordId} ${words}${field ? ` (${field})` : ''}`, {
          recordType,
          recordId,
          field,
        });
}
