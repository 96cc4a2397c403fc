import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Configuration, ConfigurationError, readConfiguration } from '#platform';
import { reachDatabase, wordsOf } from '../database.js';
import { checkCatalogue } from './catalogue.js';
import { checkAppLogin, checkClock, checkMigrations, checkServer } from './database.js';
import { fail, type Finding, warn } from './finding.js';
import { checkConfiguration, checkFolder, checkNode } from './machine.js';
import { checkFiles, checkOrganisations, checkPending, checkSeals } from './records.js';

/** Looks at an installation from top to bottom and changes nothing; a check that cannot be made says why. */
export async function examine(environment: Record<string, string | undefined>): Promise<Finding[]> {
  let configuration: Configuration;
  try {
    configuration = readConfiguration(environment);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const mistakes = error.message.split('\n');
    return [checkNode(), ...mistakes.map((text) => fail('Configuration', text, 'Correct the environment variable.'))];
  }
  const data = path.resolve(configuration.DATA_DIR);
  const files = configuration.STORAGE_URL ? fileURLToPath(configuration.STORAGE_URL) : path.join(data, 'files');
  return [
    checkNode(),
    ...checkConfiguration(configuration),
    checkFolder('Data folder', data),
    checkFolder('Storage', files),
    ...(await examineDatabase(configuration, files)),
  ];
}

async function examineDatabase(configuration: Configuration, files: string): Promise<Finding[]> {
  if (!configuration.DATABASE_URL && !existsSync(path.join(configuration.DATA_DIR, 'postgres')))
    return [warn('Database', 'there is none yet', 'Start Continua: the first start makes it.')];
  const remarks: string[] = [];
  let owner: pg.Client | undefined;
  let stop: (() => Promise<void>) | undefined;
  try {
    const database = await reachDatabase(configuration, (message) => remarks.push(message));
    stop = database.stop;
    owner = new pg.Client({ connectionString: database.ownerUrl, connectionTimeoutMillis: 10_000 });
    owner.on('error', () => undefined);
    await owner.connect();
    return [
      ...remarks.map((message) => warn('Database', message, 'Nothing, unless it comes again.')),
      ...(await examineOpen(owner, database.ownerUrl, path.resolve(configuration.DATA_DIR), files)),
    ];
  } catch (error) {
    const advice = configuration.DATABASE_URL
      ? 'Check that PostgreSQL runs and that DATABASE_URL names it, its owner and the right password.'
      : 'The log named above says more; without one, start Continua and read what it prints.';
    return [fail('Database', wordsOf(error), advice)];
  } finally {
    await owner?.end().catch(() => undefined);
    await stop?.();
  }
}

async function examineOpen(owner: pg.Client, ownerUrl: string, data: string, files: string): Promise<Finding[]> {
  const server = await checkServer(owner);
  const migrations = await checkMigrations(owner);
  const findings = [...server, migrations, await checkClock(owner)];
  const { rows } = await owner.query(`SELECT 1 WHERE to_regclass('public.organisation') IS NOT NULL`);
  // Nothing below can be asked of an empty database.
  if (rows.length === 0) return findings;
  return [
    ...findings,
    await checkAppLogin(ownerUrl),
    ...(await checkCatalogue(owner)),
    await checkOrganisations(owner),
    await checkPending(owner),
    await checkSeals(owner, data),
    ...(await checkFiles(owner, files)),
  ];
}
