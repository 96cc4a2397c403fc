import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findHoles } from '#platform';
import { Client } from './support/client.js';
import { Program } from './support/program.js';

/** The newest PostgreSQL that the system has, 15 or later. */
const installed = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql').filter((version) => Number(version) >= 15)
  : [];
const bin =
  installed.length > 0
    ? `/usr/lib/postgresql/${installed.toSorted((a, b) => Number(b) - Number(a))[0]}/bin`
    : undefined;
const isRoot = process.getuid?.() === 0;
const account = readFileSync('/etc/passwd', 'utf8')
  .split('\n')
  .map((line) => line.split(':'))
  .find(([name]) => name === 'postgres' || name === 'nobody');
const who = isRoot && account ? { uid: Number(account[2]), gid: Number(account[3]) } : {};

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

// Where the system has no PostgreSQL, the embedded one of all other tests must do.
(bin ? describe : describe.skip)('an own PostgreSQL over TCP, with an owner who is no superuser', () => {
  let folder: string;
  let port: number;
  const run = (command: string, ...args: string[]) =>
    execFileSync(path.join(bin!, command), args, { ...who, cwd: '/', stdio: 'ignore' });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'continua-own-'));
    if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
    port = await freePort();
    run('initdb', '-D', `${folder}/data`, '-U', 'super', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8');
    run(
      'pg_ctl',
      'start',
      '-w',
      '-D',
      `${folder}/data`,
      '-l',
      `${folder}/log`,
      '-o',
      `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`,
    );
    const admin = new pg.Client(`postgres://super@127.0.0.1:${port}/postgres`);
    await admin.connect();
    await admin.query(`CREATE ROLE owner LOGIN CREATEROLE PASSWORD 'secret'`);
    await admin.query('CREATE DATABASE continua OWNER owner');
    await admin.end();
  });
  afterAll(() => {
    run('pg_ctl', 'stop', '-m', 'fast', '-D', `${folder}/data`);
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves the same, without a hole', async () => {
    const DATABASE_URL = `postgres://owner:secret@127.0.0.1:${port}/continua`;
    const data = mkdtempSync(path.join(tmpdir(), 'continua-own-data-'));
    const server = new Program('dist/apps/api/src/main.js', [], {
      DATABASE_URL,
      DATA_DIR: data,
      PORT: '0',
      ADMIN_EMAIL: 'root@example.org',
      ADMIN_PASSWORD: 'a long enough password',
    });
    const [, origin] = await server.says(/Continua is ready: (\S+)/);
    const anyone = new Client(`${origin}/api/v1`);
    const { headers } = await anyone.post(
      '/session',
      { email: 'root@example.org', password: 'a long enough password' },
      { expect: 204 },
    );
    const admin = new Client(anyone.base, { cookie: headers.get('set-cookie')!.split(';')[0]! });
    const { body } = await admin.post('/nonconformities', {
      title: 'First',
      source: 'system',
      disciplines: ['quality'],
      detectedOn: '2026-03-02',
    });
    expect((await admin.get(`/history/nonconformity/${body.id}`)).body.items).toHaveLength(1);
    const owner = new pg.Client(DATABASE_URL);
    await owner.connect();
    expect(await findHoles(owner)).toEqual([]);
    await owner.end();
    server.signal('SIGTERM');
    expect((await server.end()).code).toBe(0);
    rmSync(data, { recursive: true, force: true });
  });
});
