import { Injectable } from '@nestjs/common';
import type { EntityMetadata } from 'typeorm';
import { type Class, notFound, type RecordEntity, type Tx } from '#platform';
import type { HistoryEntry } from './history.dto.js';
import { tellErased } from '../redaction/erased-text.js';
import { type Image, imageOf } from './line.js';

interface EntryRow {
  body: string;
  disclosures: Record<string, string> | null;
}

/** Which version of a record a digest is of. */
export interface RecordDigest {
  id: string;
  version: number;
  digest: string;
}

/** The digests of a line, as an array, so that PostgreSQL looks each up in the index whatever it believes of the table. */
export const digestsOfLine = `ARRAY(SELECT value FROM jsonb_each_text(e.body::jsonb -> 'pd') UNION ALL SELECT e.body::jsonb ->> 'p')`;

const entry = `e.body, (SELECT jsonb_object_agg(d.digest, d.disclosure) FROM log.disclosure d
    WHERE d.org_id = e.org_id AND d.digest = ANY (${digestsOfLine})) AS disclosures`;
const entries = `SELECT ${entry} FROM log.entry e WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = $3`;

/** The digest of a line `e` as lower-case hex: its leaf hash in the tree of the log (RFC 6962), which the next version names as `prev`. */
export const leafDigest = `encode(sha256('\\x00'::bytea || convert_to(e.body, 'UTF8')), 'hex')`;

/** Which line: the version of a row. */
export interface LineKey {
  id: string;
  version: number;
}

/** A line with what it says, its own id and its digest. */
export type PastLine = Image & { id: string; digest: string };

/** All fields of a row as an entity has them; what the row does not have is null. */
export function fieldsOf({ columns }: EntityMetadata, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ propertyName, databaseName, type }) => {
      const value = row[databaseName] ?? null;
      return [
        propertyName,
        type === 'timestamptz' && typeof value === 'string' ? new Date(value).toISOString() : value,
      ];
    }),
  );
}

const toImage = ({ body, disclosures }: EntryRow): Image => imageOf(body, new Map(Object.entries(disclosures ?? {})));

/** Reads what the database wrote about every change. */
@Injectable()
export class HistoryService {
  /** The record as it stood at an instant; 404 when it was not there yet. */
  async asOf<R extends RecordEntity>(tx: Tx, target: Class<R>, id: string, instant: string): Promise<R> {
    const metadata = tx.manager.connection.getMetadata(target);
    const [row] = await tx.sql<EntryRow>(
      `${entries} AND date_trunc('milliseconds', e.at) <= $4 ORDER BY e.rec_ver DESC LIMIT 1`,
      [tx.actor.orgId, metadata.tableName, id, instant],
    );
    if (!row) throw notFound();
    const image = toImage(row);
    await tellErased(tx, metadata, [image]);
    return Object.assign(new target(), fieldsOf(metadata, image.row));
  }

  /** The record now or, with an instant, as it stood then. */
  read<R extends RecordEntity>(tx: Tx, target: Class<R>, id: string, asOf: string | undefined): Promise<R> {
    return asOf ? this.asOf(tx, target, id, asOf) : tx.get(target, id);
  }

  /** The changes of one record, newest first, at most `limit` with a version below `before`. */
  async changes(
    tx: Tx,
    target: Class<RecordEntity>,
    id: string,
    before: number,
    limit: number,
  ): Promise<HistoryEntry[]> {
    const metadata = tx.manager.connection.getMetadata(target);
    const rows = await tx.sql<EntryRow>(`${entries} AND e.rec_ver < $4 ORDER BY e.rec_ver DESC LIMIT $5`, [
      tx.actor.orgId,
      metadata.tableName,
      id,
      before,
      limit + 1,
    ]);
    const images = rows.map(toImage);
    const erasures = await tellErased(tx, metadata, images);
    const names = await this.namesThen(
      tx,
      images.map(({ line }) => line),
    );
    const property = new Map(metadata.columns.map((column) => [column.databaseName, column.propertyName]));
    const hidden = new Set(['org_id', 'id', 'version', 'created_at', 'updated_at']);
    return images.slice(0, limit).map((image, index) => {
      const earlier = images[index + 1]?.row ?? {};
      return {
        entryId: image.line.id,
        version: image.line.ver,
        at: image.line.at,
        actor: image.line.actor,
        actorName: names[index]!,
        via: image.line.via,
        act: image.line.act,
        reason: image.reason,
        requestId: image.line.req,
        changes: image.changed
          .filter((column) => !hidden.has(column))
          .map((column) => ({
            field: property.get(column) ?? column,
            before: earlier[column] ?? null,
            after: image.row[column] ?? null,
          })),
        erased: image.erased.map((column) => property.get(column) ?? column),
        erasures: image.erased.flatMap((column) => {
          const erasure = erasures.get(image.line.pd[column]!);
          return erasure ? { field: property.get(column) ?? column, ...erasure } : [];
        }),
      };
    });
  }

  /**
   * The digest of the line that the last change of each record wrote, in the order of the ids: its leaf hash in the log
   * (RFC 6962), which the next version names as `prev`. With an instant, of the version that stood then.
   */
  async digests(
    tx: Tx,
    target: Class<RecordEntity>,
    ids: readonly string[],
    instant: string | null = null,
  ): Promise<RecordDigest[]> {
    const { tableName } = tx.manager.connection.getMetadata(target);
    return tx.sql<RecordDigest>(
      `SELECT wanted.id, e.rec_ver AS version, ${leafDigest} AS digest
       FROM unnest($3::uuid[]) WITH ORDINALITY AS wanted (id, n) CROSS JOIN LATERAL (
         SELECT e.rec_ver, e.body FROM log.entry e WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = wanted.id
           AND ($4::timestamptz IS NULL OR date_trunc('milliseconds', e.at) <= $4)
         ORDER BY e.rec_ver DESC LIMIT 1) e ORDER BY wanted.n`,
      [tx.actor.orgId, tableName, ids, instant],
    );
  }

  /** Several records as they stood at an instant, in the order of the ids; those that were not there yet are left out. */
  async allAsOf<R extends RecordEntity>(
    tx: Tx,
    target: Class<R>,
    ids: readonly string[],
    instant: string,
  ): Promise<R[]> {
    const metadata = tx.manager.connection.getMetadata(target);
    const rows = await tx.sql<EntryRow>(
      `SELECT v.* FROM unnest($3::uuid[]) WITH ORDINALITY AS wanted (id, n) CROSS JOIN LATERAL (
         SELECT ${entry} FROM log.entry e WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = wanted.id
           AND date_trunc('milliseconds', e.at) <= $4 ORDER BY e.rec_ver DESC LIMIT 1) v ORDER BY wanted.n`,
      [tx.actor.orgId, metadata.tableName, ids, instant],
    );
    const images = rows.map(toImage);
    await tellErased(tx, metadata, images);
    return images.map(({ row }) => Object.assign(new target(), fieldsOf(metadata, row)));
  }

  /** All versions of several records of one kind, each record's in the order of its versions. */
  async versions(tx: Tx, target: Class<RecordEntity>, ids: readonly string[]): Promise<Image[]> {
    const { tableName } = tx.manager.connection.getMetadata(target);
    // OFFSET keeps the look-up of one record together: the index answers it, however many records there are.
    const sql = `SELECT v.* FROM unnest($3::uuid[]) WITH ORDINALITY AS wanted (id, n) CROSS JOIN LATERAL (
      SELECT e.rec_ver, ${entry} FROM log.entry e
      WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = wanted.id ORDER BY e.rec_ver OFFSET 0) v ORDER BY wanted.n, v.rec_ver`;
    return (await tx.sql<EntryRow>(sql, [tx.actor.orgId, tableName, ids])).map(toImage);
  }

  /** Single versions of several rows of one kind; those that do not exist are left out. */
  async lines(tx: Tx, target: Class<RecordEntity>, keys: readonly LineKey[]): Promise<PastLine[]> {
    const { tableName } = tx.manager.connection.getMetadata(target);
    const sql = `SELECT v.* FROM unnest($3::uuid[], $4::integer[]) AS wanted (id, version) CROSS JOIN LATERAL (
      SELECT e.entry_id AS id, ${leafDigest} AS digest, ${entry} FROM log.entry e
      WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = wanted.id AND e.rec_ver = wanted.version OFFSET 0) v`;
    const rows = await tx.sql<EntryRow & { id: string; digest: string }>(sql, [
      tx.actor.orgId,
      tableName,
      keys.map(({ id }) => id),
      keys.map(({ version }) => version),
    ]);
    return rows.map(({ id, digest, ...row }) => ({ ...toImage(row), id, digest }));
  }

  /** How those who acted were called when they did, in this order; what was erased of a name since is what its row says now. */
  private async namesThen(tx: Tx, acts: readonly { actor: string; at: string }[]): Promise<string[]> {
    const now = await this.namesOf(
      tx,
      acts.map(({ actor }) => actor),
    );
    const people = acts.map(({ actor, at }) => ({ actor, at, known: now.has(actor) })).filter(({ known }) => known);
    const rows = await tx.sql<{ actor: string; at: string; name: string }>(
      `SELECT a.actor, a.at, log.read_disclosure(d.disclosure) ->> 2 AS name FROM unnest($2::varchar[], $3::varchar[]) AS a (actor, at)
       CROSS JOIN LATERAL (SELECT e.body::jsonb -> 'pd' ->> 'name' AS digest FROM log.entry e WHERE e.org_id = $1
         AND e.rec_type = CASE left(a.actor, 2) WHEN 'p:' THEN 'person' ELSE 'api_key' END AND e.rec_id = substr(a.actor, 3)::uuid
         AND e.at <= a.at::timestamptz ORDER BY e.rec_ver DESC LIMIT 1) e
       JOIN log.disclosure d ON d.org_id = $1 AND d.digest = e.digest`,
      [tx.actor.orgId, people.map(({ actor }) => actor), people.map(({ at }) => at)],
    );
    const then = new Map(rows.map(({ actor, at, name }) => [`${actor} ${at}`, name]));
    return acts.map(({ actor, at }) => then.get(`${actor} ${at}`) ?? now.get(actor) ?? actor);
  }

  /** The names of people and API keys by how they stand in a line: `p:<id>`, `k:<id>`. */
  async namesOf(tx: Tx, actors: readonly (string | null)[]): Promise<Map<string, string>> {
    const ids = [...new Set(actors)].flatMap((actor) => (actor && /^[pk]:/.test(actor) ? [actor.slice(2)] : []));
    const rows = await tx.sql<{ actor: string; name: string }>(
      `SELECT 'p:' || id AS actor, name FROM person WHERE org_id = $1 AND id = ANY ($2) UNION ALL SELECT 'k:' || id, name FROM api_key WHERE org_id = $1 AND id = ANY ($2)`,
      [tx.actor.orgId, ids],
    );
    return new Map(rows.map(({ actor, name }) => [actor, name]));
  }
}
