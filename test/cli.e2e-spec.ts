import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApi, type TestApi } from './support/api.js';
import { Client } from './support/client.js';
import { type Ended, Program } from './support/program.js';

describe('the command line', () => {
  let api: TestApi;
  let environment: Record<string, string>;

  beforeAll(async () => {
    api = await startApi();
    await api.site('BER');
    environment = { DATABASE_URL: api.database.addresses.owner, DATA_DIR: api.dataDirectory };
  });
  afterAll(() => api.stop());

  const continua = (args: string[], input = '', more: Record<string, string> = {}): Promise<Ended> =>
    new Program('bin/continua.mjs', args, { ...environment, ...more }, input).end();
  const works = async (args: string[], input = ''): Promise<string> => {
    const { code, stdout, stderr } = await continua(args, input);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
    return stdout.trim();
  };
  const signIn = (email: string, password: string, expect: number) =>
    api.anonymous.post('/session', { email, password }, { expect });

  it('adds people with roles, by invitation or with a password, and the history says so', async () => {
    const add = ['user', 'add', '--email', 'vera@example.org', '--name', 'Vera'];
    const link = await works([...add, '--role', 'quality_manager', '--sites', 'BER', '--disciplines', 'quality']);
    expect(link).toMatch(/^http:\/\/localhost:3000\/invitation#token=[\w-]{43}$/);
    const password = 'a long enough password';
    await api.anonymous.post('/invitations/accept', { token: link.split('=')[1], password }, { expect: 204 });

    const bob = ['user', 'add', '--email', 'bob@example.org', '--name', 'Bob', '--role', 'system_administrator'];
    expect(await works([...bob, '--password-stdin'], `${password}\n`)).toBe('');
    const answer = await signIn('bob@example.org', password, 204);
    const client = new Client(`${api.origin}/api/v1`, { cookie: answer.headers.get('set-cookie')!.split(';')[0]! });
    const vera = (await client.get('/people?q=vera')).body.items[0];
    expect(vera).toMatchObject({ email: 'vera@example.org', canSignIn: true, roles: ['quality_manager'] });
    const { body: history } = await client.get(`/history/person/${vera.id}`);
    expect(history.items.at(-1)).toMatchObject({ actor: 's:cli', via: 'job', act: 'person.register' });

    const listed = await works(['user', 'list']);
    expect(listed).toMatch(/Bob\s+bob@example.org\s+system_administrator\s+can sign in/);
  });

  it('gives and takes roles, and sets passwords', async () => {
    const password = 'a long enough password';
    await works(['user', 'add', '--email', 'kim@example.org', '--name', 'Kim', '--password-stdin'], password);
    const kim = ['user', 'roles', '--email', 'kim@example.org', '--reason', 'New job'];
    const roles = await works([...kim, '--grant', 'lead_auditor', '--until', '2100-01-01', '--revoke', 'employee']);
    expect(roles).toMatch(/employee .*revoked/);
    expect(roles).toMatch(/lead_auditor .*2100-01-01 +active/);
    const made = await works(['user', 'password', '--email', 'kim@example.org']);
    await signIn('kim@example.org', password, 401);
    await signIn('kim@example.org', made, 204);
  });

  it('makes, lists and revokes API keys', async () => {
    const rights = ['--permissions', 'nonconformity:read', '--sites', 'BER', '--expires', '2100-01-01'];
    const key = await works(['api-key', 'create', '--name', 'Reader', ...rights]);
    const integration = new Client(`${api.origin}/api/v1`, { authorization: `Bearer ${key}` });
    await integration.get('/nonconformities');
    expect(await works(['api-key', 'list'])).toMatch(/Reader +nonconformity:read +2100-01-01 +\d{4}-.* +active/);
    await works(['api-key', 'revoke', key.slice(-4), '--reason', 'Test over']);
    await integration.get('/nonconformities', { expect: 401 });
  });

  it('refuses in words, with everything that is wrong, and changes nothing', async () => {
    const refused = async (args: string[], words: RegExp, input = '') => {
      const { code, stderr, stdout } = await continua(args, input);
      expect({ code, stderr, stdout }).toEqual({ code: 1, stderr: expect.stringMatching(words), stdout: '' });
      expect(stderr).not.toMatch(/^\s+at /m);
    };
    const add = ['user', 'add', '--email', 'nora@example.org', '--name', 'Nora'];
    await refused(['user', 'add', '--email', 'nora', '--name', ''], /name: .*\n.*email: /);
    await refused([...add, '--role', 'emperor'], /role: /);
    await refused([...add, '--sites', 'XXX'], /no site XXX; there are BER/);
    await refused([...add, '--password-stdin'], /12 characters/, 'short');
    await refused([...add, '--organisation', 'Nobody'], /which organisation.*\n.*Example Metal Works/);
    await refused(['user', 'password', '--email', 'nora@example.org'], /no such account/);
    await refused(['api-key', 'create', '--name', 'x', '--permissions', 'person:manage'], /permissions: /);
    expect(await works(['user', 'list'])).not.toMatch(/Nora|nora/);
    const wrong = await continua(['user', 'list'], '', { PORT: 'many', LOG_LEVEL: 'loud' });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/PORT: [^]*LOG_LEVEL: /) });
  });

  it('compares everything with what was recorded of it', async () => {
    const { code, stdout } = await continua(['verify']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('all of it is what was recorded')]);
  });

  describe('doctor', () => {
    const doctor = async (more: Record<string, string> = {}) => {
      const { code, stdout } = await continua(['doctor'], '', more);
      return { code, failed: stdout.split('\n').filter((line) => line.startsWith('FAIL')), stdout };
    };
    const owner = (sql: string) => api.database.owner.query(sql);

    it('finds a trigger that is off, a table without row-level security and one that the API owns', async () => {
      await owner('ALTER TABLE site DISABLE TRIGGER capture');
      await owner('ALTER TABLE process DISABLE ROW LEVEL SECURITY');
      await owner('ALTER TABLE reference_counter OWNER TO continua_app');
      const { code, failed } = await doctor();
      expect({ code, failed }).toEqual({
        code: 1,
        failed: [
          expect.stringMatching(/Isolation: .*: process \(/),
          expect.stringMatching(/History: .*: site \(/),
          expect.stringMatching(/Privileges: .*reference_counter \(owner\)/),
        ],
      });
      await owner('ALTER TABLE site ENABLE TRIGGER capture');
      await owner('ALTER TABLE process ENABLE ROW LEVEL SECURITY');
      await owner('ALTER TABLE reference_counter OWNER TO continua_owner');

      const { stdout, ...sound } = await doctor();
      expect(sound).toEqual({ code: 0, failed: [] });
      const subjects = ['Node.js', 'Durability', 'Migrations', 'Login', 'Roles', 'Isolation', 'History', 'Sealing'];
      for (const subject of subjects) expect(stdout).toMatch(new RegExp(`^OK    ${subject}: `, 'm'));
    });

    it('finds a database that is older or newer than the program', async () => {
      await owner(`INSERT INTO migration (name, sha256) VALUES ('9999-future.sql', 'x')`);
      expect((await doctor()).failed).toEqual([expect.stringMatching(/Migrations: .*newer.*9999-future/)]);
      await owner(`DELETE FROM migration WHERE name = '9999-future.sql'`);
      await owner(`UPDATE migration SET sha256 = 'x' WHERE name = '0002-organisation.sql'`);
      expect((await doctor()).failed).toEqual([expect.stringMatching(/Migrations: edited.*0002-organisation/)]);
      await owner(`DELETE FROM migration WHERE name = '0002-organisation.sql'`);
      expect((await doctor()).stdout).toMatch(/WARN {2}Migrations: pending: 0002-organisation/);
    });

    it('finds lost durability, a database that does not answer, and a folder that cannot be written', async () => {
      await owner(
        `ALTER DATABASE ${new URL(environment['DATABASE_URL']!).pathname.slice(1)} SET synchronous_commit = off`,
      );
      expect((await doctor()).failed).toEqual([expect.stringMatching(/Durability: synchronous_commit/)]);
      const gone = await doctor({ DATABASE_URL: 'postgres://postgres@127.0.0.1:1/none' });
      expect(gone).toMatchObject({ code: 1, failed: [expect.stringMatching(/Database: .*ECONNREFUSED/)] });
      const file = await doctor({ DATA_DIR: path.resolve('package.json') });
      expect(file.failed).toContainEqual(expect.stringMatching(/Data folder: .*cannot be written/));
    });

    it('starts no database where there is none', async () => {
      const empty = mkdtempSync(path.join(tmpdir(), 'continua-empty-'));
      const { code, stdout } = await doctor({ DATABASE_URL: '', DATA_DIR: empty });
      expect({ code, stdout }).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/WARN {2}Database: there is none/),
      });
      rmSync(empty, { recursive: true });
    });
  });
});
