import pg from 'pg';
import { addressesOf, compareMigrations, durableSettings, settingsOff } from '#platform';
import { migrationFolder, wordsOf } from '../database.js';
import { fail, type Finding, ok, warn } from './finding.js';

export async function checkServer(owner: pg.Client): Promise<Finding[]> {
  const names = ['server_version', 'server_version_num', 'data_checksums'];
  const { rows } = await owner.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY ($1)',
    [names],
  );
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  const off = await settingsOff(owner);
  const version = settings.get('server_version') ?? '';
  return [
    Number(settings.get('server_version_num')) >= 150_000
      ? ok('Database', `PostgreSQL ${version} answers`)
      : fail('Database', `PostgreSQL ${version} is too old`, 'Upgrade to PostgreSQL 15 or later.'),
    off.length === 0
      ? ok('Durability', `${durableSettings.join(', ')} are on`)
      : fail('Durability', `${off.join(', ')}: off`, 'Switch it on: a power failure would lose or tear records.'),
    settings.get('data_checksums') === 'on'
      ? ok('Checksums', 'damaged pages are noticed')
      : warn('Checksums', 'damaged pages are not noticed', 'Stop PostgreSQL and run `pg_checksums --enable`.'),
  ];
}

/** Compares the database with the files of this version. FAIL means that this version cannot work with it. */
export async function checkMigrations(owner: pg.Client): Promise<Finding> {
  const { pending, newer, edited } = await compareMigrations(owner, migrationFolder);
  if (newer.length > 0)
    return fail('Migrations', `made by a newer version: ${newer.join(', ')}`, 'Install the newer version again.');
  if (edited.length > 0)
    return fail('Migrations', `edited after they were applied: ${edited.join(', ')}`, 'Restore the original files.');
  return pending.length === 0
    ? ok('Migrations', 'up to date')
    : warn('Migrations', `pending: ${pending.map(({ name }) => name).join(', ')}`, 'The next start applies them.');
}

/** Whether the API can sign in with the login that follows from the owner's. */
export async function checkAppLogin(ownerUrl: string): Promise<Finding> {
  const client = new pg.Client({ connectionString: addressesOf(ownerUrl).app, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return ok('Login', 'continua_app can sign in');
  } catch (error) {
    return fail(
      'Login',
      `continua_app cannot sign in (${wordsOf(error)})`,
      'Start Continua once: it sets the password.',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The two clocks stamp different things, so they should agree. */
export async function checkClock(owner: pg.Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await owner.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const after = Date.now();
  const apart = Math.max(0, before - rows[0]!.now.getTime(), rows[0]!.now.getTime() - after);
  const words = `the clocks of this computer and of the database are ${(apart / 1000).toFixed(1)} s apart`;
  if (apart < 2000) return ok('Clock', words);
  const advice = 'Let both computers set their clocks by NTP.';
  return apart < 60_000 ? warn('Clock', words, advice) : fail('Clock', words, advice);
}
