import type { EntityMetadata, SelectQueryBuilder } from 'typeorm';
import type { Class, RecordEntity, Tx } from '#platform';
import type { RecordType } from '../record-type/record-types.js';
import type { PackScope } from './evidence-pack.entity.js';

/** One kind of records in a pack, with the ids of those in it, in the order in which they were made. */
export interface PackedKind {
  name: string;
  title: string;
  titles: string;
  entity: Class<RecordEntity>;
  metadata: EntityMetadata;
  /** Property names; null where the kind has none. */
  day: string | null;
  clauses: string | null;
  label(record: RecordEntity): string;
  /** Property names of what is too long for the page. */
  inJsonOnly?: readonly string[];
  ids: string[];
}

/** Something in scope that is not in the pack, and why. */
export interface Omission {
  type: string;
  id: string;
  reason: 'not-permitted' | 'attachment-void' | 'attachment-damaged' | 'attachment-missing' | 'attachment-erased';
}

export interface Selection {
  kinds: PackedKind[];
  omissions: Omission[];
  /** Clause → name of the kind → number of records. */
  matrix: Map<string, Map<string, number>>;
}

const batch = 500;

/** Decides what a pack holds: what is in scope and may be read by the transaction's actor. */
export async function select(tx: Tx, types: readonly RecordType[], scope: PackScope): Promise<Selection> {
  const selection: Selection = { kinds: [], omissions: [], matrix: new Map() };
  for (const type of typesInScope(types, scope)) {
    const related = scope.auditIds ? ((await type.relatedToAudits?.(tx, scope.auditIds)) ?? []) : [];
    const inScope = () => conditions(tx, type, scope, related);
    const kind = kindOf(tx, type);
    for (let after = ''; ;) {
      const records = await page(inScope(), after);
      for (const record of records) take(tx, type, kind, record, selection);
      after = records.at(-1)?.id ?? '';
      if (records.length < batch) break;
    }
    if (kind.ids.length === 0) continue;
    selection.kinds.push(kind, ...(await partsOf(tx, type, kind.ids)));
  }
  return selection;
}

/** How many records of each kind are in scope, without reading them: what a person is told before a pack is made. */
export async function countInScope(
  tx: Tx,
  types: readonly RecordType[],
  scope: PackScope,
): Promise<{ recordType: string; records: number }[]> {
  const counts: { recordType: string; records: number }[] = [];
  for (const type of typesInScope(types, scope)) {
    const related = scope.auditIds ? ((await type.relatedToAudits?.(tx, scope.auditIds)) ?? []) : [];
    const records = await conditions(tx, type, scope, related).getCount();
    if (records > 0) counts.push({ recordType: type.name, records });
  }
  return counts;
}

/** The kinds that a scope asks for, in the order of their names. */
export const typesInScope = (types: readonly RecordType[], scope: PackScope): RecordType[] =>
  types
    .filter(({ inPacks, name }) => inPacks !== false && (!scope.recordTypes || scope.recordTypes.includes(name)))
    .filter(({ scope: { discipline } }) => !discipline || !scope.disciplines || scope.disciplines.includes(discipline))
    .filter((type) => !scope.auditIds || type.scope.audit || type.relatedToAudits)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));

function take(
  tx: Tx,
  type: RecordType,
  kind: PackedKind,
  record: RecordEntity,
  { omissions, matrix }: Selection,
): void {
  if (!type.mayRead(tx.actor, record)) {
    omissions.push({ type: type.name, id: record.id, reason: 'not-permitted' });
    return;
  }
  kind.ids.push(record.id);
  for (const clause of clausesOf(kind, record)) {
    const counts = matrix.get(clause) ?? new Map<string, number>();
    matrix.set(clause, counts.set(type.name, (counts.get(type.name) ?? 0) + 1));
  }
}

export const clausesOf = (kind: PackedKind, record: RecordEntity): string[] =>
  kind.clauses ? ((record as unknown as Record<string, string[]>)[kind.clauses] ?? []) : [];

function page(builder: SelectQueryBuilder<RecordEntity>, after: string): Promise<RecordEntity[]> {
  if (after) builder.andWhere('r.id > :after', { after });
  return builder.orderBy('r.id').limit(batch).getMany();
}

function kindOf(tx: Tx, type: RecordType): PackedKind {
  const { name, title, titles, entity } = type;
  const metadata = tx.manager.connection.getMetadata(entity);
  const property = (column: string | undefined) =>
    metadata.columns.find(({ databaseName }) => databaseName === column)?.propertyName ?? null;
  return {
    name,
    title,
    titles,
    entity,
    metadata,
    label: (record) => type.label(record),
    day: property(type.scope.day),
    clauses: property(type.scope.clauses),
    ids: [],
  };
}

/** The scope as conditions; a record without a day, a site or clauses is not shut out by them. */
function conditions(
  tx: Tx,
  type: RecordType,
  scope: PackScope,
  related: readonly string[],
): SelectQueryBuilder<RecordEntity> {
  const builder = tx.manager.createQueryBuilder(type.entity, 'r').where('r.org_id = :org', { org: tx.actor.orgId });
  const { day, site, disciplines, clauses, audit } = type.scope;
  const dayColumn = tx.manager.connection
    .getMetadata(type.entity)
    .columns.find(({ databaseName }) => databaseName === day);
  if (dayColumn) {
    const value = dayColumn.type === 'timestamptz' ? `(r.${day} AT TIME ZONE :zone)::date` : `r.${day}`;
    const zone = tx.actor.timeZone;
    if (scope.from) builder.andWhere(`(r.${day} IS NULL OR ${value} >= :from)`, { from: scope.from, zone });
    if (scope.to) builder.andWhere(`(r.${day} IS NULL OR ${value} <= :to)`, { to: scope.to, zone });
  }
  if (site && scope.siteIds)
    builder.andWhere(`(r.${site} IS NULL OR r.${site} = ANY (:siteIds))`, { siteIds: scope.siteIds });
  if (disciplines && scope.disciplines)
    builder.andWhere(`r.${disciplines} && :disciplines`, { disciplines: scope.disciplines });
  if (clauses && scope.clauses)
    builder.andWhere(`EXISTS (SELECT FROM unnest(r.${clauses}) c WHERE c = ANY (:clauses) OR c LIKE ANY (:below))`, {
      clauses: scope.clauses,
      below: scope.clauses.map((clause) => `${clause}.%`),
    });
  if (scope.auditIds)
    builder.andWhere(`(r.id = ANY (:related)${audit ? ` OR r.${audit} = ANY (:auditIds)` : ''})`, {
      related,
      auditIds: scope.auditIds,
    });
  return builder;
}

async function partsOf(tx: Tx, type: RecordType, ids: readonly string[]): Promise<PackedKind[]> {
  const kinds: PackedKind[] = [];
  for (const { entity, title, titles, of } of type.parts ?? []) {
    const metadata = tx.manager.connection.getMetadata(entity);
    const rows = await tx.sql<{ id: string }>(
      `SELECT id FROM ${metadata.tableName} WHERE org_id = $1 AND ${of} = ANY ($2) ORDER BY id`,
      [tx.actor.orgId, ids],
    );
    if (rows.length === 0) continue;
    const label = (record: RecordEntity) => `${title} of ${record.createdAt.slice(0, 10)}`;
    kinds.push({
      name: metadata.tableName,
      title,
      titles,
      entity,
      metadata,
      label,
      day: null,
      clauses: null,
      ids: rows.map(({ id }) => id),
    });
  }
  return kinds;
}
