import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase } from '#api';
import { readConfiguration } from '#platform';

/** One server for the whole run; each test file gets a copy of a migrated template database. */
export default async function setup(): Promise<void> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'continua-test-'));
  // As root, PostgreSQL runs as another account, which must be able to reach its folder.
  chmodSync(dataDirectory, 0o711);
  const own = process.env['TEST_DATABASE_URL'];
  const database = await openDatabase(
    readConfiguration({ DATA_DIR: dataDirectory, DATABASE_URL: own }),
    () => undefined,
  );
  const owner = new URL(database.addresses.owner);
  const admin = new pg.Client(owner.href);
  await admin.connect();
  await admin.query('DROP DATABASE IF EXISTS continua_template WITH (FORCE)');
  await admin.query('CREATE DATABASE continua_template');
  await admin.end();
  const template = new URL(owner);
  template.pathname = '/continua_template';
  await openDatabase(readConfiguration({ DATA_DIR: dataDirectory, DATABASE_URL: template.href }), () => undefined);
  process.env['TEST_OWNER_URL'] = owner.href;
  process.env['TEST_DATA_DIR'] = dataDirectory;
  Object.assign(globalThis, { stopTestDatabase: () => database.stop() });
}
