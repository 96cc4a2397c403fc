import { chmodSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmdirSync, statSync } from 'node:fs';
import pg from 'pg';
import { type CommandError, handOver, run } from './embedded-account.js';
import { program, type ServerBinaries } from './embedded-binaries.js';
import type { ClusterPlace } from './embedded-cluster.js';
import { holderOf, readLock, type ServerLock } from './embedded-lock.js';
import { addressOf, prepareListener } from './embedded-socket.js';

/** The database that is made in a new cluster. */
const database = 'continua';

/** What the safety of the records rests on; nobody can change it. */
const fixed = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', wal_level: 'replica' };
const usual = { shared_buffers: '256MB', max_connections: '100' };
const listener = ['listen_addresses', 'port', 'unix_socket_directories', 'unix_socket_permissions'];

/** One start and stop of a server on a place. */
export interface EmbeddedServer extends ClusterPlace {
  binaries: ServerBinaries;
  superuserPassword: string;
  settings: Record<string, string>;
}

/** Throws when a setting is not a name of PostgreSQL's, or one that the launcher fixes. */
export function checkSettings(settings: Record<string, string>): void {
  for (const name of Object.keys(settings)) {
    if (!/^[a-z][a-z0-9_.]*$/.test(name)) throw new Error(`"${name}" is not a setting of PostgreSQL`);
    if (name in fixed || listener.includes(name))
      throw new Error(`The setting ${name} of the embedded PostgreSQL is fixed`);
  }
}

/**
 * Starts a server and waits until it is ready, recovery included.
 * Returns what the log says where another server, starting or dying, was in the way: then try again. Throws in words otherwise.
 */
export async function startServer(server: EmbeddedServer): Promise<string | undefined> {
  const options = { ...usual, ...server.settings, ...fixed, ...(await prepareListener(server)) };
  const line = Object.entries(options).map(([name, value]) => `-c ${quote(`${name}=${value}`)}`);
  const before = openLog(server);
  try {
    const args = ['start', '-w', '-s', '-t', '600', '-D', server.cluster, '-l', server.log, '-o', line.join(' ')];
    await run(program(server.binaries, 'pg_ctl'), args, server.account, process.platform === 'win32');
    return undefined;
  } catch (error) {
    const said = tailOf(server, before);
    if (/lock file|shared memory block|could not bind/.test(said)) return said;
    throw failure('did not start', server, said || (error as CommandError).output, error);
  }
}

/** Stops the server of the cluster, if there is one, and waits until its data are on disk. */
export async function stopServer(server: EmbeddedServer): Promise<void> {
  const lock = readLock(server.cluster);
  if (!lock || holderOf(lock, server.cluster) !== 'server') return;
  try {
    const args = ['stop', '-m', 'fast', '-w', '-s', '-t', '120', '-D', server.cluster];
    await run(program(server.binaries, 'pg_ctl'), args, server.account, true);
  } catch (error) {
    const left = readLock(server.cluster);
    if (left && holderOf(left, server.cluster) === 'server')
      throw failure('did not stop', server, tailOf(server), error);
  }
  try {
    rmdirSync(lock.socketFolder);
  } catch {
    // Gone already, or in use by the next server.
  }
}

/** The superuser's address, with the database made where it is missing; undefined while the server does not take connections. */
export async function openDatabase(server: EmbeddedServer, lock: ServerLock): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: addressOf(lock, server.superuserPassword, 'postgres'),
    connectionTimeoutMillis: 5000,
    application_name: 'continua start',
    ssl: false,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    if ((error as pg.DatabaseError).code === '28P01')
      throw failure('is running, but does not accept the password', server, server.password, error);
    return undefined;
  }
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('continua:database'))`);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return addressOf(lock, server.superuserPassword, database);
}

/** An error that says what happened and what the server wrote. */
export function failure(what: string, server: ClusterPlace, details: string, cause?: unknown): Error {
  return new Error(`The embedded PostgreSQL ${what} (its log: ${server.log})\n${details}`, { cause });
}

/** The last lines of the log, or of what it says since a place in it. */
export function tailOf({ log }: ClusterPlace, from = 0): string {
  if (!existsSync(log)) return '';
  return readFileSync(log).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n');
}

/** Returns how long the log is now, in bytes; one that has grown beyond 10 MB is put aside first. */
function openLog({ log, account }: ClusterPlace): number {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) renameSync(log, `${log}.old`);
  if (!existsSync(log)) {
    closeSync(openSync(log, 'a', 0o600));
    chmodSync(log, 0o600);
    handOver(log, account);
  }
  return statSync(log).size;
}

/** pg_ctl hands its options to a shell. */
function quote(text: string): string {
  return process.platform === 'win32' ? `"${text.replaceAll('"', '\\"')}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}
