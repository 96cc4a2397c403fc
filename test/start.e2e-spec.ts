import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from './support/client.js';
import { createDatabase, type TestDatabase } from './support/database.js';
import { Program } from './support/program.js';

const main = 'dist/apps/api/src/main.js';

describe('the server', () => {
  let database: TestDatabase;
  let folder: string;
  const running: Program[] = [];

  beforeEach(async () => {
    database = await createDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'continua-start-'));
  });
  afterEach(async () => {
    for (const program of running.splice(0)) {
      program.signal('SIGTERM');
      await program.end();
    }
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(environment: Record<string, string> = {}): Promise<{ server: Program; client: Client }> {
    const own = { DATABASE_URL: database.addresses.owner, DATA_DIR: folder, PORT: '0', ...environment };
    const server = new Program(main, [], own);
    running.push(server);
    const [, origin] = await server.says(/Continua is ready: (\S+)/);
    return { server, client: new Client(`${origin}/api/v1`) };
  }

  const founder = { organisation: 'Acme', timeZone: 'Europe/Berlin', name: 'Ada', email: 'ada@example.org' };
  const password = 'a long enough password';

  it('offers a link that makes the first organisation, once', async () => {
    const { server, client } = await start();
    const [, token] = await server.says(/\/setup#token=([\w-]{43})/);
    const setUp = (fields: object, expect: number) =>
      client.post('/setup', { ...founder, token, password, ...fields }, { expect });
    await setUp({ token: 'x'.repeat(43) }, 401);
    await setUp({ timeZone: 'Mars/Olympus' }, 422);
    await setUp({ password: 'short' }, 422);
    const { headers } = await setUp({}, 204);
    await setUp({ email: 'eve@example.org' }, 401);
    const ada = new Client(client.base, { cookie: headers.get('set-cookie')!.split(';')[0]! });
    const permissions = (await ada.get('/session')).body.permissions.map(
      (one: { permission: string }) => one.permission,
    );
    expect(permissions).toEqual(expect.arrayContaining(['person:manage', 'nonconformity:close', 'audit:plan']));

    const again = await start();
    expect(again.server.stdout).not.toMatch(/token/);
    await again.client.post('/session', { email: founder.email, password }, { expect: 204 });
  });

  it('makes the first administrator from the environment, and an older link worthless', async () => {
    const { server, client } = await start();
    const [, token] = await server.says(/\/setup#token=([\w-]{43})/);
    const second = await start({ ADMIN_EMAIL: 'root@example.org', ADMIN_PASSWORD: password });
    expect(second.server.stdout).not.toMatch(/token/);
    await second.client.post('/session', { email: 'root@example.org', password }, { expect: 204 });
    await client.post('/setup', { ...founder, token, password }, { expect: 401 });
  });

  it('works on what it put into the background, as the program that people start', async () => {
    const { client } = await start({ ADMIN_EMAIL: 'root@example.org', ADMIN_PASSWORD: password });
    const { headers } = await client.post('/session', { email: 'root@example.org', password }, { expect: 204 });
    const admin = new Client(client.base, { cookie: headers.get('set-cookie')!.split(';')[0]! });
    const { body } = await admin.post('/evidence-packs', { scope: { from: '2026-01-01' } }, { expect: 202 });
    let state = body.state;
    for (let tries = 0; tries < 100 && state !== 'ready'; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      ({ state } = (await admin.get(`/evidence-packs/${body.id}`)).body);
    }
    expect(state).toBe('ready');
  });

  it('fills a demonstration once, and keeps it', async () => {
    const demo = async () => {
      const server = new Program(main, ['--demo'], {
        DATABASE_URL: database.addresses.owner,
        DATA_DIR: folder,
        PORT: '0',
      });
      running.push(server);
      const [, origin] = await server.says(/Continua is ready: (\S+)/);
      const [, secret] = await server.says(/password: (\S+)/);
      const client = new Client(`${origin}/api/v1`);
      const { headers } = await client.post(
        '/session',
        { email: 'max@demo.example', password: secret },
        { expect: 204 },
      );
      return { server, secret, max: new Client(client.base, { cookie: headers.get('set-cookie')!.split(';')[0]! }) };
    };
    const first = await demo();
    const counts = await database.owner.query<{ table: string; states: number; n: number }>(
      `SELECT 'nonconformity' AS table, count(DISTINCT state)::int AS states, count(*)::int AS n FROM nonconformity
       UNION ALL SELECT 'audit', count(DISTINCT state)::int, count(*)::int FROM audit
       UNION ALL SELECT 'aspect', count(DISTINCT state)::int, count(*)::int FROM aspect
       UNION ALL SELECT 'file', 0, count(*)::int FROM file`,
    );
    const of = Object.fromEntries(counts.rows.map(({ table, ...rest }) => [table, rest]));
    expect(of['nonconformity']!.states).toBe(9);
    expect(of['nonconformity']!.n).toBeGreaterThanOrEqual(60);
    expect(of['audit']!.states).toBe(10);
    expect(of['aspect']!.n).toBeGreaterThanOrEqual(15);
    expect(of['file']!.n).toBeGreaterThan(20);
    first.server.signal('SIGTERM');
    expect((await first.server.end()).code).toBe(0);
    const second = await demo();
    expect(second.secret).toBe(first.secret);
    expect((await second.max.get('/nonconformities?count=true&limit=1')).body.total).toBeGreaterThan(20);
    expect((await database.owner.query('SELECT 1 FROM organisation')).rowCount).toBe(1);
  });

  it('lets running requests finish when it is stopped, however often, and begins no others', async () => {
    const { server, client } = await start({ ADMIN_EMAIL: 'root@example.org', ADMIN_PASSWORD: password });
    const { headers } = await client.post('/session', { email: 'root@example.org', password }, { expect: 204 });
    const cookie = headers.get('set-cookie')!.split(';')[0]!;
    await database.owner.query('BEGIN');
    await database.owner.query('SELECT 1 FROM organisation FOR UPDATE');
    const { hostname, port } = new URL(client.base);
    const wire = connect(Number(port), hostname).setEncoding('utf8');
    let answers = '';
    wire.on('data', (text: string) => (answers += text));
    const over = new Promise((resolve) => wire.once('close', resolve));
    const send = (method: string, address: string, body = '') =>
      wire.write(
        `${method} /api/v1${address} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncookie: ${cookie}\r\nif-match: "1"\r\n` +
          `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    send('PATCH', '/organisation', '{"name":"Renamed"}');
    for (let waiting = 0; waiting === 0;)
      waiting = (await database.owner.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)).rows
        .length;
    server.signal('SIGINT');
    await server.says(/Stopping…/);
    server.signal('SIGINT');
    await server.says(/Stopping already/);
    // Until the server has closed its door, what comes is answered, or refused in the door; then nothing gets in.
    const comes = () =>
      client.send('GET', '/session', undefined, {}).then(
        ({ status }) => expect([401, 503]).toContain(status),
        (error: { cause?: { code?: string } }) => error.cause?.code,
      );
    while ((await comes()) !== 'ECONNREFUSED');
    // Nor through a connection that is open still.
    send('PATCH', '/organisation', '{"name":"Renamed twice"}');
    await database.owner.query('COMMIT');
    const answered = Date.now();
    expect(await server.end()).toMatchObject({ code: 0, stderr: '' });
    expect(Date.now() - answered).toBeLessThan(5000);
    await over;
    const [first, second] = answers.split(/(?=HTTP\/1\.1 )/);
    expect(first).toMatch(/^HTTP\/1\.1 200 [\s\S]*"version":2,[\s\S]*"name":"Renamed"/);
    expect(second).toMatch(/^HTTP\/1\.1 503 [\s\S]*application\/problem\+json[\s\S]*is stopping/);
    expect((await database.owner.query('SELECT name FROM organisation')).rows).toEqual([{ name: 'Renamed' }]);
  });

  it('says in words what is wrong, and ends', async () => {
    const fails = async (environment: Record<string, string>) => {
      const own = { DATABASE_URL: database.addresses.owner, DATA_DIR: folder, PORT: '0', ...environment };
      const { code, stderr } = await new Program(main, [], own).end();
      expect(stderr).not.toMatch(/^\s+at /m);
      return { code, stderr };
    };
    expect(await fails({ PORT: '-1', ADMIN_EMAIL: 'a@example.org' })).toEqual({
      code: 1,
      stderr: expect.stringMatching(/configuration is wrong:\nPORT: .*\nADMIN_EMAIL and ADMIN_PASSWORD: /),
    });
    expect(await fails({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/none' })).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The database postgres:\/\/me@127.0.0.1:1\/none cannot be used: .*ECONNREFUSED/),
    });
    const { pathname } = new URL(database.addresses.owner);
    await database.owner.query(`ALTER DATABASE ${pathname.slice(1)} SET synchronous_commit = off`);
    expect(await fails({})).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/synchronous_commit: off; a power/),
    });
    await database.owner.query(`ALTER DATABASE ${pathname.slice(1)} RESET synchronous_commit`);
    expect(await fails({ HOST: '203.0.113.1' })).toMatchObject({ code: 1, stderr: expect.stringMatching(/^HOST 203/) });
  });

  it('stops its own PostgreSQL again when the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await new Program(main, [], { DATA_DIR: folder, PORT: String(port) }).end();
    other.close();
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(`^Port ${port} .* in use`) });
    expect(existsSync(path.join(folder, 'postgres', 'cluster', 'PG_VERSION'))).toBe(true);
    expect(existsSync(path.join(folder, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
  });

  it('shares its own PostgreSQL with the command line and a second server; the last one stops it', async () => {
    const pidFile = path.join(folder, 'postgres', 'cluster', 'postmaster.pid');
    const first = await start({ DATABASE_URL: '', ADMIN_EMAIL: 'root@example.org', ADMIN_PASSWORD: password });
    const listed = await new Program('bin/continua.mjs', ['user', 'list'], { DATA_DIR: folder }).end();
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/root@example.org/) });
    const second = await start({ DATABASE_URL: '' });
    first.server.signal('SIGTERM');
    expect(await first.server.end()).toMatchObject({ code: 0 });
    await second.client.post('/session', { email: 'root@example.org', password }, { expect: 204 });
    second.server.signal('SIGTERM');
    expect(await second.server.end()).toMatchObject({ code: 0 });
    expect(existsSync(pidFile)).toBe(false);
  });
});
