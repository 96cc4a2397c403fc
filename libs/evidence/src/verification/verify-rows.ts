import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '#platform';
import { digestsOfLine } from '../history/history.service.js';
import { imageOf } from '../history/line.js';
import type { Faults } from './fault.js';

/** A table whose changes are recorded, with the columns that are disclosures of their own. */
interface RecordedTable {
  name: string;
  disclosed: string[];
}

interface Found {
  id: string;
  row: Record<string, unknown>;
  body: string | null;
  disclosures: Record<string, string> | null;
}

const recordedTables = `SELECT c.relname AS name, encode(t.tgargs, 'escape') AS arguments FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
  WHERE n.nspname = 'log' AND f.proname = 'capture' AND t.tgenabled <> 'D' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`;
/** Kinds that have a history, and a table that no longer writes one. */
const unrecorded = `SELECT DISTINCT e.rec_type AS name FROM log.entry e WHERE e.org_id = $1 AND e.rec_type <> ALL ($2) ORDER BY 1`;

const disclosuresOf = `(SELECT jsonb_object_agg(d.digest, d.disclosure) FROM log.disclosure d WHERE d.org_id = e.org_id AND d.digest = ANY (${digestsOfLine}))`;

/**
 * Compares each row of each table with the last line of its history, a piece at a time. Returns how many rows there are.
 * The transaction must show one moment.
 */
export async function verifyRows(tx: Tx, faults: Faults): Promise<number> {
  // As the trigger writes instants into the lines.
  await tx.sql(`SELECT set_config('TimeZone', 'UTC', true)`);
  const tables = await tx.sql<{ name: string; arguments: string }>(recordedTables);
  const names = tables.map(({ name }) => name);
  for (const { name } of await tx.sql<{ name: string }>(unrecorded, [tx.actor.orgId, names]))
    faults.add('table-unrecorded', `Changes of ${name} are not recorded any more`, { recordType: name });
  let rows = 0;
  for (const { name, arguments: given } of tables) {
    const table = { name, disclosed: given.split('\\000').filter(Boolean) };
    rows += await verifyTable(tx, table, faults);
    await findMissing(tx, table, faults);
  }
  return rows;
}

async function verifyTable(tx: Tx, { name, disclosed }: RecordedTable, faults: Faults): Promise<number> {
  const sql = `SELECT r.id, to_jsonb(r) AS row, e.body, e.disclosures FROM public."${name}" r LEFT JOIN LATERAL (
      SELECT e.body, ${disclosuresOf} AS disclosures FROM log.entry e
      WHERE e.org_id = r.org_id AND e.rec_type = $2 AND e.rec_id = r.id ORDER BY e.rec_ver DESC LIMIT 1) e ON true WHERE r.org_id = $1`;
  let count = 0;
  for await (const piece of tx.pieces<Found>(sql, [tx.actor.orgId, name], 500))
    for (const { id, row, body, disclosures } of piece) {
      count++;
      const place = placeOf(name, id, row);
      if (body === null) {
        faults.add('row-unrecorded', `${place.words} has no history`, place.where);
        continue;
      }
      const image = imageOf(body, new Map(Object.entries(disclosures ?? {})));
      for (const [column, stored] of Object.entries(row)) {
        // A column that is younger than the line: no change of the row has told of it yet.
        const unknown = !(column in image.row) && !disclosed.includes(column);
        if (unknown || image.erased.includes(column)) continue;
        if (!isDeepStrictEqual(stored ?? null, image.row[column] ?? null))
          faults.add('row-changed', `${place.words}: ${column} is not what its last line of history says`, {
            ...place.where,
            field: column,
          });
      }
    }
  return count;
}

/** Rows that have a history and are gone, although no line tells of it. */
async function findMissing(tx: Tx, { name }: RecordedTable, faults: Faults): Promise<void> {
  const missing = `SELECT first.rec_id AS id, l.body, l.disclosures FROM (
      SELECT f.rec_id FROM log.entry f WHERE f.org_id = $1 AND f.rec_type = $2 AND f.rec_ver = 1
        AND NOT EXISTS (SELECT FROM public."${name}" r WHERE r.org_id = f.org_id AND r.id = f.rec_id)) first
    CROSS JOIN LATERAL (SELECT e.body, ${disclosuresOf} AS disclosures FROM log.entry e
      WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = first.rec_id ORDER BY e.rec_ver DESC LIMIT 1) l`;
  for await (const piece of tx.pieces<Omit<Found, 'row'>>(missing, [tx.actor.orgId, name], 500))
    for (const { id, body, disclosures } of piece) {
      const { operation, row } = imageOf(body!, new Map(Object.entries(disclosures ?? {})));
      if (operation === 'delete') continue;
      const place = placeOf(name, id, row);
      faults.add('row-missing', `${place.words} is gone, although its history goes on`, place.where);
    }
}

function placeOf(recordType: string, recordId: string, row: Record<string, unknown>) {
  const reference = typeof row['reference'] === 'string' ? row['reference'] : null;
  return { words: `${recordType} ${reference ?? recordId}`, where: { recordType, recordId, reference } };
}
