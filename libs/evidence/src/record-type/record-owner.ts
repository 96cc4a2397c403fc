import { In } from 'typeorm';
import type { RecordEntity, Tx } from '#platform';
import { mayName, type RecordType, RecordTypes } from './record-types.js';

/** A row of the history: its table and its id. */
export interface Row {
  recordType: string;
  recordId: string;
}

/** A record with its kind. */
export interface Owner {
  type: RecordType;
  record: RecordEntity;
}

export const keyOf = ({ recordType, recordId }: Row): string => `${recordType} ${recordId}`;

/**
 * The records that rows belong to, by the rows' keys, such as the nonconformity of an earlier cycle; none for rows that
 * belong to none. One statement a kind and level.
 */
export async function ownersOf(tx: Tx, types: RecordTypes, rows: readonly Row[]): Promise<Map<string, Owner>> {
  const owners = new Map<string, Owner>();
  const kinds = new Map<string, string[]>();
  for (const { recordType, recordId } of rows) kinds.set(recordType, [...(kinds.get(recordType) ?? []), recordId]);
  for (const [recordType, ids] of kinds) {
    const sql = parentsOf(tx, types, recordType);
    if (sql) {
      const parents = await tx.sql<Row & { id: string }>(sql, [tx.actor.orgId, ids]);
      const above = await ownersOf(tx, types, parents);
      for (const parent of parents) {
        const owner = above.get(keyOf(parent));
        if (owner) owners.set(keyOf({ recordType, recordId: parent.id }), owner);
      }
      continue;
    }
    const type = types.all().find(({ name }) => name === recordType);
    for (const record of type ? await tx.all(type.entity, { id: In(ids) }) : [])
      owners.set(keyOf({ recordType, recordId: record.id }), { type: type!, record });
  }
  return owners;
}

/** SQL of the rows that rows of this table are parts of; undefined for a kind of its own. */
function parentsOf(tx: Tx, types: RecordTypes, table: string): string | undefined {
  const those = 'WHERE org_id = $1 AND id = ANY ($2)';
  if (table === 'attachment' || table === 'signature')
    return `SELECT id, record_type AS "recordType", record_id AS "recordId" FROM ${table} ${those}`;
  if (table === 'file')
    return `SELECT DISTINCT ON (file_id) file_id AS id, 'attachment' AS "recordType", id AS "recordId" FROM attachment
      WHERE org_id = $1 AND file_id = ANY ($2) ORDER BY file_id, id`;
  for (const type of types.all())
    for (const { entity, of } of type.parts ?? [])
      if (tx.manager.connection.getMetadata(entity).tableName === table)
        return `SELECT id, '${type.name}' AS "recordType", ${of} AS "recordId" FROM ${table} ${those}`;
  return undefined;
}

/** How rows are named to people, by their keys, after the records they belong to; without those that the caller may not know. */
export async function labelsOf(tx: Tx, types: RecordTypes, rows: readonly Row[]): Promise<Map<string, string>> {
  const owners = [...(await ownersOf(tx, types, rows))];
  return new Map(
    owners
      .filter(([, { type, record }]) => mayName(tx.actor, type, record))
      .map(([key, { type, record }]) => [key, type.label(record)]),
  );
}
