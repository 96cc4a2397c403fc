import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type DatabaseAddresses, prepareCluster } from '#platform';

/** A database of its own for one test file, migrated, dropped afterwards. */
export interface TestDatabase {
  addresses: DatabaseAddresses;
  /** The owner's login, for planting faults and looking behind the scenes. */
  owner: pg.Client;
  drop(): Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const server = new URL(process.env['TEST_OWNER_URL']!);
  const name = `test_${randomBytes(5).toString('hex')}`;
  const admin = new pg.Client(server.href);
  await admin.connect();
  // Only one copy at a time can be made of a template.
  await admin.query(`SELECT pg_advisory_lock(hashtext('continua:template'))`);
  await admin.query(`CREATE DATABASE ${name} TEMPLATE continua_template`);
  await admin.query(`SELECT pg_advisory_unlock(hashtext('continua:template'))`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const addresses = await prepareCluster(address.href);
  const owner = new pg.Client(addresses.owner);
  await owner.connect();
  return {
    addresses,
    owner,
    drop: async () => {
      await owner.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
