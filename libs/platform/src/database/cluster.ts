import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const roles = ['continua_owner', 'continua_log', 'continua_identity'] as const;

/** How the parts of the product reach one database. The owner's address is for migrations only. */
export interface DatabaseAddresses {
  owner: string;
  app: string;
  worker: string;
}

/** The same database as another role. Its password follows from the owner's, so every process knows it and no file holds it. */
function addressOf(owner: URL, role: string): string {
  const address = new URL(owner);
  address.username = role;
  address.password = createHmac('sha256', owner.password).update(`continua role ${role}`).digest('base64url');
  return address.href;
}

/** The addresses of one database, from that of its owner. */
export function addressesOf(ownerUrl: string): DatabaseAddresses {
  const owner = new URL(ownerUrl);
  return { owner: ownerUrl, app: addressOf(owner, 'continua_app'), worker: addressOf(owner, 'continua_worker') };
}

/** Settings without which PostgreSQL may lose or tear what it has confirmed. */
export const durableSettings = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

/** Those of them that are off in this database. */
export async function settingsOff(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM pg_settings WHERE name = ANY ($1) AND setting = 'off' ORDER BY name`,
    [durableSettings],
  );
  return rows.map(({ name }) => name);
}

/**
 * Makes the roles that the migrations rely on, in any order and as often as one likes.
 * Needs a login that may create roles (a superuser, or CREATEROLE and the database's owner). Throws in words otherwise.
 */
export async function prepareCluster(ownerUrl: string): Promise<DatabaseAddresses> {
  const addresses = addressesOf(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'continua prepare' });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; name: string }>(
      `SELECT current_setting('server_version_num') AS version, current_database() AS name`,
    );
    if (Number(rows[0]?.version) < 150000) throw new Error('PostgreSQL 15 or later is needed');
    const off = await settingsOff(client);
    if (off.length > 0) throw new Error(`${off.join(', ')}: off; a power failure would lose records. Switch it on`);
    await makeRoles(client, rows[0]!.name, addresses);
  } finally {
    await client.end();
  }
  return addresses;
}

/** What PostgreSQL says when somebody else changes the same role, or makes it, at the same moment. */
const collided = (error: unknown): boolean =>
  /tuple concurrently|already exists|duplicate key|deadlock/.test((error as Error).message);

/**
 * Roles belong to the whole server, and locks only to one database: two databases that are prepared at once collide,
 * and one of them tries again.
 */
async function makeRoles(client: pg.Client, database: string, addresses: DatabaseAddresses, tries = 10): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('continua:roles'))`);
    for (const role of roles) await createRole(client, role, 'NOLOGIN');
    for (const [role, address] of [
      ['continua_app', addresses.app],
      ['continua_worker', addresses.worker],
    ] as const) {
      await createRole(client, role, 'LOGIN');
      await client.query(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(new URL(address).password)}`);
    }
    for (const role of [...roles, 'continua_worker']) await client.query(`GRANT ${role} TO CURRENT_USER`);
    await client.query(`GRANT CREATE, USAGE ON SCHEMA public TO continua_owner`);
    await client.query(
      `GRANT CREATE ON DATABASE ${client.escapeIdentifier(database)} TO continua_log, continua_identity, continua_worker`,
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    if (tries === 0 || !collided(error)) throw error;
    await sleep(20 + Math.random() * 100);
    await makeRoles(client, database, addresses, tries - 1);
  }
}

async function createRole(client: pg.Client, role: string, login: 'LOGIN' | 'NOLOGIN'): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (!rowCount) await client.query(`CREATE ROLE ${role} ${login} NOCREATEDB NOCREATEROLE NOINHERIT`);
}
