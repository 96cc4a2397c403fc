import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** Thrown when the database was made by a newer version, or an applied migration was edited afterwards. */
export class MigrationError extends Error {}

interface Migration {
  name: string;
  sql: string;
  sha256: string;
}

/** How a database stands to the SQL files of a folder. */
export interface MigrationState {
  /** Still to be applied, in order. */
  pending: Migration[];
  /** Applied by a newer version of the product; their files are not here. */
  newer: string[];
  /** Changed after they were applied. */
  edited: string[];
}

/** Compares without changing anything; a database without any migration has all of them pending. */
export async function compareMigrations(client: pg.ClientBase, folder: string): Promise<MigrationState> {
  const migrations = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name): Migration => {
      const sql = readFileSync(path.join(folder, name), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
  const { rows: tables } = await client.query(`SELECT 1 WHERE to_regclass('public.migration') IS NOT NULL`);
  const rows =
    tables.length === 0
      ? []
      : (await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migration ORDER BY name')).rows;
  const applied = new Map(rows.map((row) => [row.name, row.sha256]));
  return {
    pending: migrations.filter(({ name }) => !applied.has(name)),
    newer: rows.map(({ name }) => name).filter((name) => !migrations.some((migration) => migration.name === name)),
    edited: migrations
      .filter(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256)
      .map(({ name }) => name),
  };
}

/**
 * Applies the SQL files of a folder in the order of their names, each in one transaction, once.
 * Forward only. A second process waits for the first. Returns the names of those applied now.
 */
export async function migrate(ownerUrl: string, folder: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'continua migrate' });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('continua:migrations'))`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS migration (name varchar PRIMARY KEY, sha256 varchar NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const { pending, newer, edited } = await compareMigrations(client, folder);
    if (newer.length > 0)
      throw new MigrationError(`the database was made by a newer version (it has ${newer.join(', ')})`);
    if (edited.length > 0)
      throw new MigrationError(`${edited.join(', ')} was edited after it was applied; migrations go forward only`);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function apply(client: pg.ClientBase, { name, sql, sha256 }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL ROLE continua_owner');
    await client.query(sql);
    await client.query('RESET ROLE');
    await client.query('INSERT INTO migration (name, sha256) VALUES ($1, $2)', [name, sha256]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(`${name}: ${(error as Error).message}`, { cause: error });
  }
}
