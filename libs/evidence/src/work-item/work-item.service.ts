import { Injectable } from '@nestjs/common';
import { ActorSql, isId, readCursor, type Tx, writeCursor } from '#platform';
import { placeOf, type RecordType, RecordTypes } from '../record-type/record-types.js';
import type { WorkItem, WorkItemPage, WorkItemQuery } from './work-item.dto.js';

interface Row extends Omit<WorkItem, 'path'> {
  total: number;
  late: number;
}

const list = 'work';
/** After every day: what has no due date comes last. */
const never = `'infinity'::date`;

/** What waits for the caller, of all kinds of records, in one statement. */
@Injectable()
export class WorkItemService {
  constructor(private readonly types: RecordTypes) {}

  async list(tx: Tx, { limit = 50, cursor, count, discipline }: WorkItemQuery): Promise<WorkItemPage> {
    const caller = new ActorSql(tx);
    const wanted = discipline ? `WHERE disciplines @> ${caller.value([discipline])}::varchar[]` : '';
    const waiting = this.types.all().flatMap((type) => selects(type, caller));
    if (waiting.length === 0) return { items: [], nextCursor: null, ...(count && { total: 0, overdue: 0 }) };
    const counts = count
      ? `(SELECT count(*)::int FROM item) AS total, (SELECT count(*)::int FROM item WHERE due_on < ${caller.today}) AS late`
      : '0 AS total, 0 AS late';
    const rows = await tx.sql<Row>(
      `WITH ${caller.caller}, item AS (SELECT * FROM (${waiting.join(' UNION ALL ')}) every ${wanted})
       SELECT counted.*, page.* FROM (SELECT ${counts}) counted LEFT JOIN (
         SELECT record_type AS "recordType", id, reference, title, expected, state, due_on AS "dueOn",
           coalesce(due_on < ${caller.today}, false) AS overdue, disciplines, site_id AS "siteId"
         FROM item ${cursor ? `WHERE ${beyond(cursor, caller)}` : ''}
         ORDER BY coalesce(due_on, ${never}), id, expected LIMIT ${caller.value(limit + 1)}::int) page ON true
       ORDER BY coalesce(page."dueOn", ${never}), page.id, page.expected`,
      caller.parameters,
    );
    const { total, late } = rows[0]!;
    const items = rows.filter(({ id }) => id !== null).map((row) => this.view(row));
    const last = items.length > limit ? items[limit - 1] : undefined;
    return {
      items: items.slice(0, limit),
      nextCursor: last ? writeCursor(list, [last.dueOn, last.id, last.expected]) : null,
      ...(count && { total, overdue: late }),
    };
  }

  private view({ total: _total, late: _late, ...item }: Row): WorkItem {
    return { ...item, path: this.types.get(item.recordType).path };
  }
}

/** One SELECT for each thing that may be expected of the caller; none for a kind that the caller may not read at all. */
function selects(type: RecordType, caller: ActorSql): string[] {
  const { listed, work, name } = type;
  if (!listed || !work) return [];
  const { disciplines, site } = placeOf(type);
  const readable = caller.may(listed.read, disciplines, site);
  if (readable === 'false') return [];
  return work(caller).map(
    ({ expected, when, dueOn = 'NULL' }) =>
      `SELECT '${name}' AS record_type, r.id, ${listed.reference ?? 'NULL'} AS reference, ${listed.title} AS title,
         '${expected}' AS expected, ${listed.state ?? 'NULL'} AS state, (${dueOn})::date AS due_on,
         ${disciplines} AS disciplines, ${site ?? 'NULL'}::uuid AS site_id
       FROM ${name} r WHERE r.org_id = ${caller.org} AND ${readable} AND (${when})`,
  );
}

function beyond(cursor: string, caller: ActorSql): string {
  const fits = ([dueOn, id, expected, ...rest]: unknown[]) =>
    (dueOn === null || (typeof dueOn === 'string' && /^\d{4}-\d\d-\d\d$/.test(dueOn))) &&
    isId(id) &&
    typeof expected === 'string' &&
    rest.length === 0;
  const [dueOn, id, expected] = readCursor(cursor, list, fits);
  return `(coalesce(due_on, ${never}), id, expected) > (coalesce(${caller.value(dueOn)}::date, ${never}), ${caller.value(id)}::uuid, ${caller.value(expected)}::text)`;
}
