import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** Thrown when the database was made by a newer version, or an applied migration was edited afterwards. */
export class MigrationError extends Error {}

/**
 * Applies the SQL files of a folder in the order of their names, each in one transaction, once.
 * Forward only. A second process waits for the first. Returns the names of those applied now.
 */
export async function migrate(ownerUrl: string, folder: string): Promise<string[]> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'continua migrate' });
  await client.connect();
  const applied: string[] = [];
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('continua:migrations'))`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS migration (name varchar PRIMARY KEY, sha256 varchar NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const { rows } = await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migration');
    const known = new Map(rows.map((row) => [row.name, row.sha256]));
    const unknown = rows.filter((row) => !files.includes(row.name));
    if (unknown.length > 0)
      throw new MigrationError(
        `the database was made by a newer version (it has ${unknown.map((row) => row.name).join(', ')})`,
      );
    for (const name of files) {
      const sql = readFileSync(path.join(folder, name), 'utf8');
      const sha256 = createHash('sha256').update(sql).digest('hex');
      if (known.has(name)) {
        if (known.get(name) !== sha256)
          throw new MigrationError(`${name} was edited after it was applied; migrations go forward only`);
        continue;
      }
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
      applied.push(name);
    }
  } finally {
    await client.end();
  }
  return applied;
}
