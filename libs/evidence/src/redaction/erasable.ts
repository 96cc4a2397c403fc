import { columnName, type Tx } from '#platform';
import type { Row } from '../record-type/record-owner.js';
import type { RecordType } from '../record-type/record-types.js';
import { isErasedText } from './erased-text.js';
import type { ErasableAttachment, ErasableText } from './redaction.dto.js';
import type { RedactionTarget } from './redaction.entity.js';

/** What is kept of every record on purpose: decisions on erasing itself, and what the installation is. */
const keptKinds = new Set([
  'organisation',
  'log_epoch',
  'verification',
  'log_anchor',
  'redaction',
  'legal_hold',
  'retention_rule',
  'disposal',
]);

/** Structures that are computed or are rules: they name nobody, and the product cannot read a record without them. */
const keptFields = new Set([
  'aspect_assessment.formula',
  'aspect_assessment.gates',
  'aspect_assessment.reasons',
  'aspect_assessment.scores',
  'environmental_review.baseline',
  'evidence_pack.counts',
  'evidence_pack.scope',
  'saved_view.layout',
  'significance_method_version.definition',
  'signature.parts',
  'signature.sentence',
]);

export const isErasable = (table: string, column: string): boolean =>
  !keptKinds.has(table) && !keptFields.has(`${table}.${column}`);

/** A column as requests and answers name it. */
export const fieldOf = (column: string): string =>
  column.startsWith('@') ? column : column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
export const columnOf = columnName;

/** The records themselves, their parts, their attachments with the files, and the signatures on them. */
export async function rowsOf(tx: Tx, type: RecordType, ids: readonly string[]): Promise<Row[]> {
  const parts = (type.parts ?? []).map(({ entity, of }) => {
    const { tableName } = tx.manager.connection.getMetadata(entity);
    return `SELECT '${tableName}' AS "recordType", id AS "recordId" FROM ${tableName} WHERE org_id = $1 AND ${of} = ANY ($3)`;
  });
  const own = [`SELECT $2::varchar AS "recordType", unnest($3::uuid[]) AS "recordId"`, ...parts].join(' UNION ');
  // Of the parts too: photos hang on the answers of a checklist.
  const on = `a JOIN own ON own."recordType" = a.record_type AND own."recordId" = a.record_id WHERE a.org_id = $1`;
  return tx.sql<Row>(
    `WITH own AS MATERIALIZED (${own}) SELECT * FROM own UNION SELECT 'attachment', a.id FROM attachment ${on}
     UNION SELECT 'file', a.file_id FROM attachment ${on} UNION SELECT 'signature', a.id FROM signature ${on}`,
    [tx.actor.orgId, type.name, ids],
  );
}

interface Found {
  recordType: string;
  recordId: string;
  field: string;
  versions: number;
  texts: number;
  text: string;
}

/** The texts of these rows that are still there, by column, each with its newest wording. */
export async function textsOf(tx: Tx, rows: readonly Row[]): Promise<Found[]> {
  const found = await tx.sql<Found>(
    `SELECT e.rec_type AS "recordType", e.rec_id AS "recordId", g.name AS field, count(*)::integer AS versions,
       count(DISTINCT g.digest)::integer AS texts,
       left((array_agg(log.read_disclosure(d.disclosure) -> 2 ORDER BY e.rec_ver DESC))[1] #>> '{}', 300) AS text
     FROM (SELECT DISTINCT * FROM jsonb_to_recordset($2) AS each_row ("recordType" varchar, "recordId" uuid)) r
     JOIN log.entry e ON e.org_id = $1 AND e.rec_type = r."recordType" AND e.rec_id = r."recordId"
     CROSS JOIN LATERAL jsonb_each_text(e.body::jsonb -> 'pd') AS g (name, digest)
     JOIN log.disclosure d ON d.org_id = $1 AND d.digest = g.digest
     GROUP BY e.rec_type, e.rec_id, g.name ORDER BY e.rec_type, e.rec_id, g.name`,
    [tx.actor.orgId, JSON.stringify(rows)],
  );
  return found.filter(
    ({ recordType, field, text }) =>
      isErasable(recordType, field) && !/^(\[\]|\{\}|)$/.test(text ?? '') && !isErasedText(text),
  );
}

/** At most so many places are told. */
const mostPlaces = 200;

/** Rows and columns in which these words stand or ever stood, wherever that is. */
export async function placesOf(tx: Tx, words: string): Promise<RedactionTarget[]> {
  const rows = await tx.sql<RedactionTarget>(
    `SELECT DISTINCT e.rec_type AS "recordType", e.rec_id AS "recordId", s.said ->> 1 AS field FROM log.disclosure d
     CROSS JOIN LATERAL (SELECT log.read_disclosure(d.disclosure) AS said OFFSET 0) s
     JOIN log.entry e ON e.org_id = d.org_id AND e.entry_id = d.entry_id
     WHERE d.org_id = $1 AND s.said ->> 1 <> 'p' AND position($2 IN lower((s.said -> 2)::text)) > 0
     ORDER BY 1, 2, 3 LIMIT ${mostPlaces}`,
    [tx.actor.orgId, JSON.stringify(words.trim().toLowerCase()).slice(1, -1)],
  );
  return rows.filter(({ recordType, field }) => isErasable(recordType, field));
}

/** Attachments whose content is still there, each with how many others share it. */
export async function contentsOf(tx: Tx, attachmentIds: readonly string[]): Promise<ErasableAttachment[]> {
  return tx.sql<ErasableAttachment>(
    `SELECT a.id, f.original_name AS "originalName", f.bytes, (SELECT count(*)::integer FROM attachment o
         JOIN file g ON g.org_id = o.org_id AND g.id = o.file_id
         WHERE o.org_id = a.org_id AND g.sha256 = f.sha256 AND o.id <> ALL ($2)) AS "alsoOn"
     FROM attachment a JOIN file f ON f.org_id = a.org_id AND f.id = a.file_id
     WHERE a.org_id = $1 AND a.id = ANY ($2) AND f.erasure IS NULL ORDER BY a.id`,
    [tx.actor.orgId, attachmentIds],
  );
}

/** As answers show it. */
export const shownText = (found: Found, label: string, own: boolean): ErasableText => ({
  ...found,
  field: fieldOf(found.field),
  label,
  own,
});
