import type { Tx } from '#platform';
import { notHeld } from '../legal-hold/legal-hold-sql.js';
import { placeOf, type RecordType, RecordTypes } from '../record-type/record-types.js';
import type { DisposedRecord } from './disposal.entity.js';
import type { RetentionRule } from './retention-rule.entity.js';

/** So many of a kind are told, oldest first. */
export const mostDue = 200;

interface Link {
  /** The table that has the column. */
  from: string;
  column: string;
  to: string;
}

const links = `SELECT c.conrelid::regclass::text AS "from", a.attname AS column, c.confrelid::regclass::text AS "to" FROM pg_constraint c
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname <> 'org_id'
  WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND cardinality(c.conkey) = 2`;

/**
 * Records of the rule's kind whose time of keeping ended before today, computed now: without those under legal hold,
 * those that were disposed of, and those that something open or held names, or that name something open or held.
 */
export async function dueRecords(
  tx: Tx,
  types: RecordTypes,
  rule: RetentionRule,
  only: readonly string[] | null = null,
): Promise<DisposedRecord[]> {
  const type = types.all().find(({ name }) => name === rule.recordType);
  if (!type?.endedOn) return [];
  const all = await tx.sql<{ from: string; column: string; to: string }>(links);
  const ended =
    rule.starts === 'ended' ? type.endedOn : `make_date(extract(year FROM ${type.endedOn})::integer, 12, 31)`;
  const open = all.flatMap((link) => openAcross(types, type, link));
  const { site } = placeOf(type);
  const numbered = tx.manager.connection.getMetadata(type.entity).findColumnWithPropertyName('reference');
  return tx.sql<DisposedRecord>(
    `SELECT d.id AS "recordId", d.reference, d.site AS "siteId", d.ended::text AS "endedOn", d.due::text AS "dueOn" FROM (
       SELECT r.id, ${numbered ? 'r.reference' : 'NULL'} AS reference, ${site ?? 'NULL::uuid'} AS site, (${type.endedOn})::date AS ended,
         (${ended} + make_interval(years => $2))::date AS due
       FROM ${type.name} r CROSS JOIN LATERAL (SELECT to_jsonb(r) AS row) kept
       WHERE r.org_id = $1 AND (${type.endedOn}) IS NOT NULL AND ($4::uuid[] IS NULL OR r.id = ANY ($4))
         AND ${notHeld(type)}
         AND NOT EXISTS (SELECT FROM disposal x WHERE x.org_id = r.org_id AND x.state = 'executed' AND x.record_ids @> ARRAY[r.id])
         ${open.map((exists) => `AND NOT ${exists}`).join('\n         ')}) d
     WHERE d.due < $3 ORDER BY d.due, d.id LIMIT ${mostDue}`,
    [tx.actor.orgId, rule.years, tx.today, only],
  );
}

/** Whether the other end of a foreign key is still open or held; nothing for keys that do not concern the kind. */
function openAcross(types: RecordTypes, type: RecordType, { from, column, to }: Link): string[] {
  const still = (name: string, condition: string) => {
    const other = types.all().find((one) => one.name === name);
    const ended = other?.endedOn;
    return ended
      ? [
          `EXISTS (SELECT FROM ${name} r WHERE r.org_id = (kept.row ->> 'org_id')::uuid AND ${condition} AND ((${ended}) IS NULL OR NOT ${notHeld(other)}))`,
        ]
      : [];
  };
  return [
    ...(to === type.name ? still(from, `r.${column} = (kept.row ->> 'id')::uuid`) : []),
    // That somebody who works here wrote it keeps nothing open.
    ...(from === type.name && to !== 'person' ? still(to, `r.id = (kept.row ->> '${column}')::uuid`) : []),
  ];
}
