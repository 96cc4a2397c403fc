import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { DataSource, type Logger } from 'typeorm';
import { createApi, openDatabase } from '#api';
import { AccountService, hashToken, newToken, readConfiguration } from '#platform';

/*
 * How much of what PostgreSQL can do reaches the user: our create and our list over HTTP against pgbench running the very
 * statements that they send, recorded from one request, on the same server in the same run. Rounds alternate; the
 * figure is the ratio of the medians. Not a test: it asserts nothing.
 */
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);

interface Statement {
  text: string;
  parameters: unknown[];
}

function findPgbench(): string {
  const folders = ['/usr/lib/postgresql', ...(process.env['PATH'] ?? '').split(':')];
  const versions = existsSync(folders[0]!)
    ? readdirSync(folders[0]!).map((version) => path.join(folders[0]!, version, 'bin'))
    : [];
  const found = [...versions.toReversed(), ...folders.slice(1)]
    .map((folder) => path.join(folder, 'pgbench'))
    .find(existsSync);
  if (!found) throw new Error('pgbench is not installed (Debian: apt-get install postgresql-contrib)');
  return found;
}

/** A value as it stands in SQL text. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `'{${value.map((one) => `"${String(one)}"`).join(',')}}'`;
  // pgbench would take a colon before a word for one of its variables.
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/:(?=\w)/g, '\\u003a');
  return `'${text.replaceAll("'", "''")}'`;
}

/** The statements as a pgbench script; the id of the new record is made anew each time. */
const script = (statements: Statement[], newId: string | undefined) =>
  statements
    .map(({ text, parameters }) => {
      const sql = text.replace(/\$(\d+)/g, (_, n: string) => {
        const value = parameters[Number(n) - 1];
        return newId !== undefined && value === newId ? 'gen_random_uuid()' : literal(value);
      });
      return `${sql.replaceAll(/\s*\n\s*/g, ' ')};`;
    })
    .join('\n');

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function main(): Promise<void> {
  const pgbench = findPgbench();
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'continua-bench-'));
  chmodSync(dataDirectory, 0o711);
  const database = await openDatabase(
    readConfiguration({ DATA_DIR: dataDirectory, DATABASE_URL: process.env['DATABASE_URL'] }),
    console.log,
  );
  const configuration = readConfiguration({ DATA_DIR: dataDirectory, LOG_LEVEL: 'error' });
  const recorder = await createApi(configuration, database.addresses);
  await recorder.listen(0, '127.0.0.1');

  // A person of the organisation, signed in; then as many records as an organisation has after some years.
  const accounts = recorder.get(AccountService);
  const dataSource = recorder.get(DataSource);
  const founded = await accounts.foundOrganisation({
    organisation: 'Bench',
    timeZone: 'UTC',
    name: 'Bench',
    email: `bench-${Date.now()}@example.org`,
    password: newToken(),
  });
  const token = newToken();
  await dataSource.query('SELECT identity.open_session($1, $2, $3, $4)', [
    hashToken(token),
    founded.accountId,
    founded.orgId,
    new Date(Date.now() + 86_400_000),
  ]);
  const headers = { cookie: `continua=${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({
    title: 'Torque out of range on line 2',
    source: 'inspection',
    disciplines: ['quality'],
    detectedOn: '2026-03-02',
    clauses: ['ISO 9001:2026 / 8.7'],
    requirement: 'WI-17: 40 ± 2 Nm',
    evidence: '3 of 20 parts of lot 4711 at 35 Nm',
    statement: 'Parts were released below the minimum torque.',
  });
  const origin = (await recorder.getUrl()).replace('[::1]', '127.0.0.1');
  const create = (base: string) => fetch(`${base}/api/v1/nonconformities`, { method: 'POST', headers, body });
  for (let n = 0; n < 200; n++) await create(origin);

  const record = async (
    request: () => Promise<Response>,
  ): Promise<{ statements: Statement[]; id: string | undefined }> => {
    const statements: Statement[] = [];
    const before = dataSource.logger;
    const nothing = () => undefined;
    const logger: Logger = {
      logQuery: (text, parameters) =>
        void statements.push({ text, parameters: (parameters as unknown[] | undefined) ?? [] }),
      logQueryError: nothing,
      logQuerySlow: nothing,
      logSchemaBuild: nothing,
      logMigration: nothing,
      log: nothing,
    };
    dataSource.logger = logger;
    const answer = (await (await request()).json()) as { id?: string };
    dataSource.logger = before;
    return { statements, id: answer.id };
  };
  const creation = await record(() => create(origin));
  const listing = await record(() => fetch(`${origin}/api/v1/nonconformities?limit=50`, { headers }));
  await recorder.close();
  // As autovacuum would have done after a minute: a table without statistics is planned badly.
  const owner = new pg.Client(database.addresses.owner);
  await owner.connect();
  await owner.query('ANALYZE');
  await owner.end();
  const files = { create: path.join(dataDirectory, 'create.sql'), list: path.join(dataDirectory, 'list.sql') };
  writeFileSync(files.create, script(creation.statements, creation.id));
  writeFileSync(files.list, script(listing.statements, undefined));

  // The measured server is a process of its own, as in real life.
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const server = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../apps/api/src/main.js')], {
    env: {
      ...process.env,
      DATABASE_URL: database.addresses.owner,
      DATA_DIR: dataDirectory,
      PORT: String(port),
      LOG_LEVEL: 'error',
    },
    stdio: 'ignore',
  });
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(`${base}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  const http = async (kind: 'create' | 'list', connections: number): Promise<number> => {
    const target =
      kind === 'create'
        ? { url: `${base}/api/v1/nonconformities`, method: 'POST' as const, body }
        : { url: `${base}/api/v1/nonconformities?limit=50`, method: 'GET' as const };
    const result = await autocannon({ ...target, headers, connections, duration: seconds });
    if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 2xx`);
    return result['2xx'] / result.duration;
  };
  const bare = (file: string, clients: number): number => {
    const { stdout, stderr } = spawnSync(
      pgbench,
      [
        '-n',
        '-M',
        'prepared',
        '-c',
        String(clients),
        '-j',
        '2',
        '-T',
        String(seconds),
        '-f',
        file,
        database.addresses.app,
      ],
      { encoding: 'utf8' },
    );
    const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
    if (!tps) throw new Error(stderr);
    return Number(tps);
  };

  console.log(
    `create: ${creation.statements.length} statements, list of 50: ${listing.statements.length} statements; ${rounds} rounds of ${seconds} s`,
  );
  console.log('what        clients   ours/s  pgbench/s   ratio');
  for (const [kind, clients] of [
    ['create', 1],
    ['create', 16],
    ['list', 1],
    ['list', 16],
  ] as const) {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await http(kind, clients));
      theirs.push(bare(files[kind], clients));
    }
    const [a, b] = [median(ours), median(theirs)];
    console.log(
      `${kind.padEnd(12)}${String(clients).padStart(7)}${a.toFixed(0).padStart(9)}${b.toFixed(0).padStart(11)}${(a / b).toFixed(2).padStart(8)}`,
    );
  }
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  await database.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}

await main();
