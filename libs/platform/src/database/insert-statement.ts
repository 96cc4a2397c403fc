import type { DataSource, EntityMetadata, EntityTarget } from 'typeorm';

const statements = new WeakMap<EntityMetadata, string>();

/**
 * The insert of one record as prepared SQL, made once per entity: the query builder would write the same text anew for
 * each record, which costs more than PostgreSQL needs to store it. Answers version and times as the server set them.
 */
export function insertStatement(
  dataSource: DataSource,
  target: EntityTarget<object>,
  record: object,
): [text: string, values: unknown[]] {
  const metadata = dataSource.getMetadata(target);
  // The database stamps these itself, whatever is sent.
  const columns = metadata.columns.filter(
    ({ propertyName }) => !['version', 'createdAt', 'updatedAt'].includes(propertyName),
  );
  let text = statements.get(metadata);
  if (!text) {
    const names = columns.map(({ databaseName }) => databaseName);
    text = `INSERT INTO ${metadata.tableName} (${names.join(', ')}) VALUES (${names.map((_, n) => `$${n + 1}`).join(', ')}) RETURNING version, created_at, updated_at`;
    statements.set(metadata, text);
  }
  return [
    text,
    columns.map((column) => dataSource.driver.preparePersistentValue(column.getEntityValue(record), column) as unknown),
  ];
}
