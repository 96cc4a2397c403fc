import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform';
import { auditLog, untilSealed } from './support/audit.js';
import { createDatabase, type TestDatabase } from './support/database.js';
import type { Program } from './support/program.js';
import { startServer as start } from './support/server.js';
import { type Acknowledged, Load } from './support/writers.js';

/** Each round starts the server, lets people write, and kills it; every other one kills PostgreSQL too. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? 6);
describe('a server that is killed at any moment', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'continua-kill-'));
    // As root, PostgreSQL runs as another account, which must be able to reach its folder.
    chmodSync(folder, 0o711);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'loses nothing that it acknowledged, seals each line once and in order, and contradicts no checkpoint',
    async () => {
      const acknowledged: Acknowledged[] = [];
      const notes = new Set<string>();
      let cookie: string | undefined;
      for (let round = 0; round < rounds; round++) {
        const { server, client } = await start({ DATA_DIR: folder }, cookie);
        cookie = client.headers['cookie'];
        const load = new Load([client], 8);
        while (load.acknowledged.length === 0 || load.notes.size === 0) await sleep(10);
        await sleep(Math.random() * 1200);
        load.expectKill();
        if (round % 2 === 1) {
          const pidFile = path.join(folder, 'postgres', 'cluster', 'postmaster.pid');
          process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
        }
        server.signal('SIGKILL');
        await server.end();
        await load.stop();
        acknowledged.push(...load.acknowledged);
        for (const note of load.notes) notes.add(note);
      }
      const { server, client } = await start({ DATA_DIR: folder }, cookie);
      const embedded = await startEmbeddedPostgres({ dataDirectory: folder });
      const owner = new pg.Client(embedded.url);
      await owner.connect();
      const audited = await auditLog(owner, client, acknowledged, notes);
      await owner.end();
      server.signal('SIGTERM');
      expect((await server.end()).code).toBe(0);
      expect(audited.wrong).toEqual([]);
      if (process.env['KILL_ROUNDS'])
        process.stdout.write(
          `${rounds} kills, ${acknowledged.length} changes acknowledged, ${audited.lines} lines, ${audited.checkpoints} checkpoints (${notes.size} seen)\n`,
        );
    },
    60_000 + rounds * 20_000,
  );
});

describe('two servers on one database', () => {
  let database: TestDatabase;
  const folders: string[] = [];
  const running: Program[] = [];

  const folder = () => {
    folders.push(mkdtempSync(path.join(tmpdir(), 'continua-two-')));
    return folders.at(-1)!;
  };
  const also = async (dataFolder: string, cookie?: string) => {
    const started = await start({ DATABASE_URL: database.addresses.owner, DATA_DIR: dataFolder }, cookie);
    running.push(started.server);
    return started;
  };

  beforeEach(async () => void (database = await createDatabase()));
  afterEach(async () => {
    for (const program of running.splice(0)) {
      program.signal('SIGTERM');
      await program.end();
    }
    await database.drop();
    for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
  });

  it('seal at once what sixteen people write to both, and go on when one of them ends', async () => {
    const shared = folder();
    const first = await also(shared);
    const second = await also(shared, first.client.headers['cookie']);
    const fields = { title: 'Shared', source: 'system', disciplines: ['quality'], detectedOn: '2026-03-02' };
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await first.client.post('/nonconformities', fields)).body.id);
    const load = new Load([first.client, second.client], 16, ids);
    await sleep(3000);
    await load.stop();
    const { size } = await untilSealed(first.client);
    first.server.signal('SIGTERM');
    await first.server.end();
    const { body } = await second.client.post('/nonconformities', fields);
    const audited = await auditLog(
      database.owner,
      second.client,
      [...load.acknowledged, { id: body.id, version: 1 }],
      load.notes,
    );
    expect(audited).toMatchObject({ wrong: [], lines: size + 1 });
    expect(load.acknowledged.length).toBeGreaterThan(50);
    expect([first.server.stderr, second.server.stderr]).toEqual(['', '']);
  }, 60_000);

  it('refuse to sign with two keys', async () => {
    const first = await also(folder());
    const { size } = await untilSealed(first.client);
    first.server.signal('SIGTERM');
    await first.server.end();
    const second = await also(folder(), first.client.headers['cookie']);
    await second.client.post('/sites', { code: 'B', name: 'Berlin plant' });
    await sleep(1000);
    expect((await second.client.get('/log/checkpoint')).body).toMatchObject({ size, pendingLines: 1 });
    expect(second.server.stderr).toMatch(/not being sealed: the key in DATA_DIR\/keys is not the one that signs/);
  }, 60_000);
});
