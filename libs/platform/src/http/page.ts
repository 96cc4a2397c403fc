import { createHash } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { EntityMetadata, ObjectLiteral, SelectQueryBuilder, ValueTransformer } from 'typeorm';
import { columnName } from '../database/naming.js';
import type { Discipline, RecordEntity } from '../database/record.entity.js';
import type { Class, Tx } from '../database/tx.js';
import type { Actor } from '../identity/actor.js';
import type { Permission } from '../identity/roles.js';
import { isId, readCursor, writeCursor } from './cursor.js';
import { invalid } from './problem.js';

/** A filter of a list that is `true`, `false` or left out. */
export const Switch = (description: string) =>
  applyDecorators(ApiProperty({ required: false, type: Boolean, description }), IsOptional(), toBoolean, IsBoolean());

/** Reads a yes or no of an address; anything else stays and is refused. */
export const toBoolean = Transform(({ value }: { value: unknown }) =>
  value === 'true' ? true : value === 'false' ? false : value,
);

/** What every list understands; a feature adds its named filters. */
export class PageQuery {
  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  @ApiProperty({ required: false, description: 'The nextCursor of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiProperty({ required: false, description: 'A field, with - in front for descending', example: '-createdAt' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  sort?: string;

  @ApiProperty({ required: false, description: 'Words to look for' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @Switch('Adds the total number of matches')
  count?: boolean;
}

export interface Page<R> {
  items: R[];
  nextCursor: string | null;
  total?: number;
}

/** What a list can be filtered by: `null` conditions are left out. */
export type Conditions = ([sql: string, parameters?: ObjectLiteral] | null | undefined | false | '')[];

/**
 * Only records of the disciplines and sites for which the caller holds the permission: somebody may read quality at
 * one site and environment at another. Row-level security alone shows every site that the caller has at all.
 */
export function readable(
  actor: Actor,
  permission: Permission,
  wanted?: Discipline,
  /** False for records that belong to no site. */
  placed = true,
): [sql: string, parameters: ObjectLiteral] {
  const parameters: ObjectLiteral = {};
  const held = actor
    .reach(permission)
    .filter(({ discipline }) => !wanted || discipline === wanted)
    .map(({ discipline, sites }) => {
      parameters[`readable_${discipline}`] = [discipline];
      if (sites === null || !placed) return `r.disciplines && :readable_${discipline}`;
      parameters[`sites_${discipline}`] = sites;
      return `(r.disciplines && :readable_${discipline} AND (r.siteId IS NULL OR r.siteId = ANY (:sites_${discipline})))`;
    });
  return [held.length > 0 ? `(${held.join(' OR ')})` : 'false', parameters];
}

/** The organisation's records (alias `r`) for which all conditions hold; a list and the figures over it begin here. */
export function matching<R extends RecordEntity>(tx: Tx, target: Class<R>, where: Conditions): SelectQueryBuilder<R> {
  const builder = tx.manager.createQueryBuilder(target, 'r').where('r.org_id = :org', { org: tx.actor.orgId });
  for (const condition of where) if (condition) builder.andWhere(condition[0], condition[1]);
  return builder;
}

export interface ListOptions<R> {
  /** The fields that a row needs; all without. */
  columns?: readonly (keyof R & string)[];
  /** Sortable fields besides createdAt; they need not be unique. */
  sort?: readonly string[];
  /** Columns (of alias `r`) in which `q` looks for each of its words. */
  words?: readonly string[];
  where?: Conditions;
}

/** What `q` says, as patterns for ILIKE: each word must stand somewhere. */
export const patternsOf = (q: string): string[] =>
  q
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 10)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);

/**
 * One page of records by keyset: the cost does not grow with the page's number. 422 for an unknown sort or a
 * cursor of another list. `sort` defaults to newest first.
 */
export async function findPage<R extends RecordEntity>(
  tx: Tx,
  target: Class<R>,
  query: PageQuery,
  options: ListOptions<R> = {},
): Promise<Page<R>> {
  const limit = query.limit ?? 50;
  const descending = !query.sort || query.sort.startsWith('-');
  const property = query.sort?.replace(/^-/, '') ?? 'createdAt';
  if (!['createdAt', ...(options.sort ?? [])].includes(property))
    throw invalid({
      code: 'unknown-sort',
      field: '/sort',
      message: `Sort by one of ${['createdAt', ...(options.sort ?? [])].join(', ')}.`,
    });
  // Ids are made in the order of time, so the newest first needs no other column.
  const column = property === 'createdAt' ? 'id' : columnName(property);
  const builder = matching(tx, target, options.where ?? []);
  if (options.columns)
    builder.select(['orgId', 'id', 'version', 'createdAt', 'updatedAt', ...options.columns].map((name) => `r.${name}`));
  patternsOf(query.q ?? '').forEach((pattern, index) => {
    const search = (options.words ?? ['reference']).map((name) => `r.${name} ILIKE :word${index}`).join(' OR ');
    builder.andWhere(`(${search})`, { [`word${index}`]: pattern });
  });
  const total = query.count ? await builder.getCount() : undefined;
  const signature = createHash('sha256')
    .update(`${target.name} ${query.sort ?? ''}`)
    .digest('base64url')
    .slice(0, 8);
  if (query.cursor) seek(builder, query.cursor, signature, column, descending);
  const order = descending ? 'DESC' : 'ASC';
  // Nulls come last in both directions, so that a page never starts with records that have no due date.
  if (column !== 'id')
    builder
      .addSelect(`r.${column}::text`, 'cursor_value')
      .orderBy(`r.${column} IS NULL`, 'ASC')
      .addOrderBy(`r.${column}`, order)
      .addOrderBy('r.id', order);
  else builder.orderBy('r.id', order);
  const rows = await builder.limit(limit + 1).getRawMany<Record<string, unknown>>();
  const items = rows.slice(0, limit).map(reader(builder.expressionMap.mainAlias!.metadata, target, rows[0]));
  const last = items.at(-1);
  const nextCursor =
    rows.length > limit && last
      ? writeCursor(signature, [
          last.id,
          column === 'id' ? null : ((rows[limit - 1]?.['cursor_value'] ?? null) as string | null),
        ])
      : null;
  return { items, nextCursor, ...(total !== undefined && { total }) };
}

/**
 * Makes records of the rows of a flat list. TypeORM's own way looks for relations and duplicates in each row, which
 * costs a list of fifty more than PostgreSQL needs to find it.
 */
function reader<R extends object>(
  metadata: EntityMetadata,
  target: Class<R>,
  sample: Record<string, unknown> = {},
): (row: Record<string, unknown>) => R {
  const fields = metadata.columns
    .map(({ databaseName, propertyName, type, transformer }) => ({
      key: `r_${databaseName}`,
      propertyName,
      instant: type === 'timestamptz',
      read: type === 'timestamptz' ? undefined : (transformer as ValueTransformer | undefined)?.from.bind(transformer),
    }))
    .filter(({ key }) => key in sample);
  return (row) => {
    const record: Record<string, unknown> = new target() as Record<string, unknown>;
    for (const { key, propertyName, instant, read } of fields) {
      const value = row[key];
      record[propertyName] = instant ? ((value as Date | null)?.toISOString() ?? null) : read ? read(value) : value;
    }
    return record as R;
  };
}

function seek<R extends ObjectLiteral>(
  builder: SelectQueryBuilder<R>,
  cursor: string,
  signature: string,
  column: string,
  descending: boolean,
): void {
  const fits = ([id, value, ...rest]: unknown[]) =>
    isId(id) && (value === null || typeof value === 'string') && rest.length === 0;
  const [id, value] = readCursor(cursor, signature, fits);
  const beyond = descending ? '<' : '>';
  if (column === 'id') builder.andWhere(`r.id ${beyond} :cursorId`, { cursorId: id });
  else if (value === null) builder.andWhere(`r.${column} IS NULL AND r.id ${beyond} :cursorId`, { cursorId: id });
  else {
    const type = builder.expressionMap.mainAlias!.metadata.columns.find((c) => c.databaseName === column)!
      .type as string;
    builder.andWhere(
      `(r.${column} IS NULL OR (r.${column}, r.id) ${beyond} (CAST(:cursorValue AS ${type}), :cursorId))`,
      { cursorValue: value, cursorId: id },
    );
  }
}
