import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import type { Bag } from './support/bag.js';
import { Client, testPassword } from './support/client.js';
import { createDatabase, type TestDatabase } from './support/database.js';
import { png, upload } from './support/files.js';
import { knownKey, packOf, verify } from './support/packs.js';
import { accept, analysed } from './support/passkeys.js';
import { type Ended, Program } from './support/program.js';

const canary = 'CANARY-4e1d';
const name = `${canary} & Söhne`;

/** Every row of every table that names organisations, as text, by table. */
async function rowsOf(owner: pg.Client, orgId: string): Promise<Map<string, Set<string>>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname IN ('public', 'log', 'identity')
       AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id') ORDER BY 1`,
  );
  const found = new Map<string, Set<string>>();
  for (const { name: table } of tables) {
    const { rows } = await owner.query<{ row: string }>(
      `SELECT row_to_json(t)::text AS row FROM ${table} t WHERE org_id = $1`,
      [orgId],
    );
    found.set(table, new Set(rows.map(({ row }) => row)));
  }
  return found;
}

/** Names of tables in which a text stands. */
async function tablesWith(owner: pg.Client, text: string): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const found: string[] = [];
  for (const { name: table } of tables)
    if ((await owner.query(`SELECT FROM ${table} t WHERE t::text LIKE $1 LIMIT 1`, [`%${text}%`])).rowCount)
      found.push(table);
  return found;
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

describe('an organisation as a whole', () => {
  let api: TestApi;
  let orgId: string;
  let boss: Client;
  let admin: Client;
  let older: Bag | undefined;
  /** What was there before and after it was written out; the background work of a server goes on meanwhile. */
  let written: Map<string, Set<string>>;
  let work: string;
  let target: TestDatabase;
  let record: string;

  beforeAll(async () => {
    work = mkdtempSync(path.join(tmpdir(), 'continua-move-'));
    api = await startApi();
    target = await createDatabase();
    orgId = await api.foundOrganisation(name);
    const site = await api.site('ONE', orgId);
    const owner = await api.as({ orgId, name: `${canary} owner` });
    boss = await api.as({
      orgId,
      roles: ['quality_manager', 'environmental_manager', 'top_management'],
      name: `${canary} boss`,
    });
    admin = await api.as({ orgId, roles: ['system_administrator', 'top_management'], name: `${canary} administrator` });
    const url = await analysed(owner, boss, site);
    record = url.split('/')[2]!;
    await boss.change(url, { title: `${canary} torque`, reason: canary });
    const { body: file } = await upload(boss, `${canary}.png`, png);
    await boss.post('/attachments', { recordType: 'nonconformity', recordId: record, fileId: file.id, note: canary });
    await accept(boss, url, { password: testPassword }, 200);
    const text = { recordType: 'nonconformity', recordId: record, field: 'evidence' };
    const { body: erasure } = await boss.post('/redactions', {
      recordType: 'nonconformity',
      recordId: record,
      legalGround: 'not_needed',
      explanation: canary,
      targets: [text],
    });
    await admin.move(`/redactions/${erasure.id}`, 'approve', { reason: canary });
    older = await packOf(boss);
    // Somebody else, who has nothing to do with it, and one file in common.
    const stranger = await api.as({ roles: ['quality_manager', 'environmental_manager'], name: 'Stranger' });
    const { body: theirs } = await stranger.post('/nonconformities', {
      title: 'Other',
      source: 'system',
      disciplines: ['quality'],
      detectedOn: '2026-03-02',
    });
    const { body: same } = await upload(stranger, 'same.png', png);
    await stranger.post('/attachments', { recordType: 'nonconformity', recordId: theirs.id, fileId: same.id });
    await untilSealed(stranger);
  }, 120_000);
  afterAll(async () => {
    older?.remove();
    await api.stop();
    await target.drop();
    rmSync(work, { recursive: true, force: true });
  });

  const run = (environment: Record<string, string>, args: string[], input = ''): Promise<Ended> =>
    new Program('bin/continua.mjs', ['organisation', ...args], environment, input).end();
  const here = () => ({ DATABASE_URL: api.database.addresses.owner, DATA_DIR: api.dataDirectory });
  const there = () => ({ DATABASE_URL: target.addresses.owner, DATA_DIR: path.join(work, 'there') });

  it('is written out whole, and only once to one place', async () => {
    const folder = path.join(work, 'out');
    const before = await rowsOf(api.database.owner, orgId);
    expect(await run(here(), ['export', name, folder])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/ rows and 1 files in /),
    });
    const after = await rowsOf(api.database.owner, orgId);
    written = new Map(
      [...before].map(([table, rows]) => [table, new Set([...rows].filter((row) => after.get(table)!.has(row)))]),
    );
    expect(await run(here(), ['export', name, folder])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is there already'),
    });
    const keys = filesBelow(path.join(api.dataDirectory, 'keys')).map((file) => readFileSync(file, 'utf8'));
    for (const file of filesBelow(folder))
      for (const key of keys) expect(readFileSync(file, 'utf8')).not.toContain(key.split('\n')[1]);
  });

  it('is not taken over when a byte is wrong, one is missing, or one too many is there', async () => {
    const folder = path.join(work, 'bent');
    const refuses = async (damage: () => void, words: RegExp) => {
      cpSync(path.join(work, 'out'), folder, { recursive: true });
      damage();
      expect(await run(there(), ['import', folder])).toMatchObject({ code: 1, stderr: expect.stringMatching(words) });
      rmSync(folder, { recursive: true });
    };
    const table = path.join(folder, 'tables/nonconformity.ndjson');
    await refuses(
      () => writeFileSync(table, readFileSync(table, 'utf8').replace('torque', 'Torque')),
      /tables\/nonconformity\.ndjson was damaged/,
    );
    await refuses(() => rmSync(table), /tables\/nonconformity\.ndjson is missing/);
    await refuses(() => writeFileSync(path.join(folder, 'tables/more.ndjson'), ''), /more\.ndjson does not belong/);
    expect(await tablesWith(target.owner, canary)).toEqual([]);
  });

  it('goes on elsewhere as it was: rows, history, tree, files and passwords', async () => {
    const folder = path.join(work, 'out');
    const taken = await run(there(), ['import', folder]);
    expect(taken).toMatchObject({ code: 0, stdout: expect.stringMatching(/\/e2\n {2}all of it is what was recorded/) });
    expect(await run(there(), ['import', folder])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is here already'),
    });
    const after = await rowsOf(target.owner, orgId);
    const changed = ['evidence_pack', 'log.origin', 'identity.session', 'idempotency_key'];
    for (const [table, rows] of written)
      if (!changed.includes(table))
        expect([table, [...rows].filter((row) => !after.get(table)!.has(row))]).toEqual([table, []]);
    expect(written.get('log.leaf')!.size).toBeGreaterThan(20);

    const server = new Program('dist/apps/api/src/main.js', [], { ...there(), PORT: '0' });
    const [, origin] = await server.says(/Continua is ready: (\S+)/);
    const anyone = new Client(`${origin}/api/v1`);
    const { headers } = await anyone.post(
      '/session',
      { email: `${boss.personId}@example.org`, password: testPassword },
      { expect: 204 },
    );
    const client = new Client(anyone.base, { cookie: headers.get('set-cookie')!.split(';')[0]! }, boss.personId);
    const url = `/nonconformities/${record}`;
    expect((await client.get(url)).body).toMatchObject({
      title: `${canary} torque`,
      evidence: expect.stringMatching(/^\[erased/),
    });
    await client.change(url, { title: `${canary} moved`, reason: 'There' });
    await untilSealed(client);
    const pack = await packOf(client);
    // Each installation signs its packs with a key of its own; the auditor knows both.
    const key = await knownKey(client, pack);
    writeFileSync(key, readFileSync(key, 'utf8') + (await boss.get('/log/keys')).body.allowedSigners);
    const { code, levels, text } = verify(pack, key, '--previous', older!.folder);
    expect([code, levels, text]).toEqual([0, Array(6).fill('OK'), expect.stringContaining('is a prefix')]);
    expect(pack.text('data/log/epochs.json')).toContain('Moved here from the installation');
    pack.remove();
    server.signal('SIGTERM');
    await server.end();
    expect(await new Program('bin/continua.mjs', ['verify'], there()).end()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('all of it is what was recorded'),
    });
  });

  it('is removed on the word of two people, without a trace of it, and nothing of others changes', async () => {
    const certificate = path.join(work, 'certificate.json');
    const email = (client: Client) => `${client.personId}@example.org`;
    const remove = (lines: string[]) =>
      run(here(), ['delete', name, '--certificate', certificate, '--reason', 'Moved'], `${lines.join('\n')}\n`);
    const others = async () => rowsOf(api.database.owner, api.orgId);
    const before = await others();
    const refused = async (lines: string[], words: RegExp) =>
      expect(await remove(lines)).toMatchObject({ code: 1, stderr: expect.stringMatching(words) });
    await refused([email(boss), testPassword, email(boss), testPassword, name], /Two different people/);
    await refused([email(boss), testPassword, email(admin), 'wrong', name], /E-mail or password is wrong/);
    await refused([email(boss), testPassword, email(admin), testPassword, 'Another'], /not its name/);
    await refused([email(boss), testPassword], /not answered/);
    const { body: hold } = await boss.post('/legal-holds', {
      title: 'Dispute',
      reason: 'Court',
      scope: 'organisation',
    });
    await admin.move(`/legal-holds/${hold.id}`, 'set');
    const both = [email(boss), testPassword, email(admin), testPassword, name];
    await refused(both, /under legal hold: LH-/);
    await boss.move(`/legal-holds/${hold.id}`, 'askToLift', { reason: 'Settled' });
    await admin.move(`/legal-holds/${hold.id}`, 'lift', { reason: 'Settled' });
    await boss.get('/session');
    await api.database.owner.query(
      `SELECT graphile_worker.add_job('verify_evidence', json_build_object('orgId', $1::text), run_at => now() + interval '1 day')`,
      [orgId],
    );

    expect(await remove(both)).toMatchObject({ code: 0, stdout: expect.stringContaining('is gone') });
    await boss.get('/session', { expect: 401 });
    await api.anonymous.post('/session', { email: email(boss), password: testPassword }, { expect: 401 });
    expect(await tablesWith(api.database.owner, canary)).toEqual([]);
    expect(await tablesWith(api.database.owner, orgId)).toEqual([]);
    const left = filesBelow(api.dataDirectory).filter((file) => readFileSync(file).includes(canary));
    expect(left).toEqual([]);
    const after = await others();
    for (const [table, rows] of before)
      if (!/pending|session|idempotency/.test(table)) expect([table, after.get(table)]).toEqual([table, rows]);
    const stranger = await api.as({ roles: ['quality_manager', 'environmental_manager'] });
    const pack = await packOf(stranger);
    expect(pack.files().filter((file) => file.startsWith('data/attachments/'))).toHaveLength(1);
    expect(verify(pack, await knownKey(stranger, pack)).code).toBe(0);
    pack.remove();

    const told = JSON.parse(readFileSync(certificate, 'utf8'));
    expect(told).toMatchObject({
      organisation: orgId,
      decidedBy: [boss.personId, admin.personId],
      reason: 'Moved',
      contents: 1,
      checkpoints: [expect.stringContaining(`/o/${orgId}/e1`)],
      rows: { nonconformity: 1, organisation: 1 },
    });
    expect(readFileSync(path.join(api.dataDirectory, 'disposed', `${orgId}.json`), 'utf8')).toBe(
      readFileSync(certificate, 'utf8'),
    );
    const signed = [
      '-Y',
      'verify',
      '-f',
      `${certificate}.allowed_signers`,
      '-I',
      'continua',
      '-n',
      'continua-disposal',
    ];
    const check = (text: string) =>
      spawnSync('ssh-keygen', [...signed, '-s', `${certificate}.sig`], { input: text, encoding: 'utf8' }).status;
    expect([check(readFileSync(certificate, 'utf8')), check('{}')]).toEqual([0, 255]);
  });

  it('is told to be back when a backup brings it back', async () => {
    const again = await createDatabase();
    const environment = { DATABASE_URL: again.addresses.owner, DATA_DIR: api.dataDirectory };
    // What was recorded after it was written out is lost, which is found and said.
    const { stdout } = await run(environment, ['import', path.join(work, 'out')]);
    expect(stdout).toMatch(/the log goes on as .*\/e2\n {2}FAULT {2}/);
    const { code, stderr } = await new Program('bin/continua.mjs', ['user', 'list'], environment).end();
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${name} was deleted here`)]);
    await again.drop();
  });
});
