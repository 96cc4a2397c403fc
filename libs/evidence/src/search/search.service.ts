import { Injectable } from '@nestjs/common';
import { ActorSql, type Page, patternsOf, type Tx } from '#platform';
import { type Listed, placeOf, type RecordType, RecordTypes } from '../record-type/record-types.js';
import { readReference } from './reference.js';
import type { SearchHit, SearchQuery } from './search.dto.js';

type Row = Omit<SearchHit, 'path'>;

/** So many of a kind are looked through before all are. */
const newest = 2000;

/** Finds records of all kinds by their number or by words, only those that the caller may read. */
@Injectable()
export class SearchService {
  constructor(private readonly types: RecordTypes) {}

  /** By number first: the exact one, then those that begin like it. Then by words, unless q is a whole number that is there. */
  async find(tx: Tx, { q, limit = 20 }: SearchQuery): Promise<Page<SearchHit>> {
    const numbered = await this.byReference(tx, q, limit);
    const wish = readReference(q);
    const settled = wish?.whole && numbered[0]?.reference === wish.exact;
    const worded = settled || numbered.length >= limit ? [] : await this.byWords(tx, q, limit);
    const known = new Set(numbered.map(({ id }) => id));
    const rows = [...numbered, ...worded.filter(({ id }) => !known.has(id))].slice(0, limit);
    return { items: rows.map((row) => ({ ...row, path: this.types.get(row.recordType).path })), nextCursor: null };
  }

  private byReference(tx: Tx, q: string, limit: number): Promise<Row[]> {
    const wish = readReference(q);
    if (!wish) return Promise.resolve([]);
    const caller = new ActorSql(tx);
    const [exact, prefix, most] = [caller.value(wish.exact), caller.value(wish.prefix), caller.value(limit)];
    // Row-level security lets an index answer equality and ^@, which tell nothing of rows that stay hidden; LIKE it does not.
    const selects = this.searched(caller).flatMap(({ type, listed, readable }) =>
      listed.reference === null
        ? []
        : [
            `SELECT ${columns(type, listed)}, 0 AS rank FROM ${type.name} r WHERE ${readable} AND ${listed.reference} = ${exact}`,
            `SELECT ${columns(type, listed)}, 1 AS rank FROM ${type.name} r
             WHERE ${readable} AND ${listed.reference} ^@ ${prefix} AND ${listed.reference} <> ${exact} ORDER BY r.id DESC LIMIT ${most}`,
          ],
    );
    return this.rows(tx, caller, selects, 'rank, reference', most);
  }

  /**
   * Among the newest of each kind, which is what people mostly mean, and among all only when that is not enough: no
   * index can answer for words under row-level security, so the whole is read.
   */
  private async byWords(tx: Tx, q: string, limit: number): Promise<Row[]> {
    const recent = await this.withWords(tx, q, limit, newest);
    return recent.length < limit ? this.withWords(tx, q, limit, null) : recent;
  }

  /** The newest hit of each kind first, then the second of each, so that no kind hides the others. */
  private withWords(tx: Tx, q: string, limit: number, among: number | null): Promise<Row[]> {
    const caller = new ActorSql(tx);
    const most = caller.value(limit);
    const patterns = patternsOf(q).map((pattern) => caller.value(pattern));
    const selects = this.searched(caller).map(({ type, listed, readable }) => {
      const found = patterns.map(
        (pattern) => `(${listed.words!.map((name) => `r.${name} ILIKE ${pattern}`).join(' OR ')})`,
      );
      const rows = among
        ? `(SELECT * FROM ${type.name} WHERE org_id = ${caller.org} ORDER BY id DESC LIMIT ${among})`
        : type.name;
      return `SELECT ${columns(type, listed)} FROM ${rows} r WHERE ${[readable, ...found].join(' AND ')}`;
    });
    const rank = 'row_number() OVER (PARTITION BY record_type ORDER BY id DESC)';
    return this.rows(tx, caller, selects, `${rank}, id DESC`, most);
  }

  /** The kinds that can be searched for and that the caller may read somewhere, each with the condition for that. */
  private searched(caller: ActorSql): { type: RecordType; listed: Listed; readable: string }[] {
    return this.types.all().flatMap((type) => {
      const { listed } = type;
      if (!listed?.words) return [];
      const { disciplines, site } = placeOf(type);
      const may = caller.may(listed.read, disciplines, site);
      return may === 'false' ? [] : [{ type, listed, readable: `r.org_id = ${caller.org} AND ${may}` }];
    });
  }

  private rows(tx: Tx, caller: ActorSql, selects: string[], order: string, most: string): Promise<Row[]> {
    if (selects.length === 0) return Promise.resolve([]);
    return tx.sql<Row>(
      `WITH ${caller.caller} SELECT record_type AS "recordType", id, reference, title, state
       FROM (${selects.map((select) => `(${select})`).join(' UNION ALL ')}) hit ORDER BY ${order} LIMIT ${most}`,
      caller.parameters,
    );
  }
}

const columns = ({ name }: RecordType, { reference, title, state }: Listed) =>
  `'${name}' AS record_type, r.id, ${reference ?? 'NULL'} AS reference, ${title} AS title, ${state ?? 'NULL'} AS state`;
