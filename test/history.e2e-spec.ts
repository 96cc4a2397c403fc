import { createHash } from 'node:crypto';
import pg from 'pg';
import { type TestApi, startApi } from './support/api.js';

const context = (org: string) =>
  `SELECT set_config('app.org', '${org}', true), set_config('app.sites', '*', true), set_config('app.ctx', '{"actor":"s:test","via":"job"}', true)`;

describe('history', () => {
  let api: TestApi;
  let app: pg.Client;

  beforeAll(async () => {
    api = await startApi();
    app = new pg.Client(api.database.addresses.app);
    await app.connect();
  });
  afterAll(async () => {
    await app.end();
    await api.stop();
  });

  /** Runs statements as the API's login in one transaction. */
  async function asApp<T extends object>(...statements: string[]): Promise<T[]> {
    await app.query('BEGIN');
    try {
      let rows: T[] = [];
      for (const statement of statements) rows = (await app.query<T>(statement)).rows;
      await app.query('COMMIT');
      return rows;
    } catch (error) {
      await app.query('ROLLBACK');
      throw error;
    }
  }
  const count = async (table: string) =>
    Number((await api.database.owner.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]!.n);
  const insertSite = (id: string, code: string) =>
    `INSERT INTO site (org_id, id, code, name) VALUES ('${api.orgId}', '${id}', '${code}', 'Plant')`;
  const id = (n: number) => `0199b8a1-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;

  it('writes one line for each change, whatever the path', async () => {
    const before = await count('log.entry');
    await asApp(context(api.orgId), insertSite(id(1), 'A1'), insertSite(id(2), 'A2'));
    await asApp(
      context(api.orgId),
      `UPDATE site SET name = 'Plant one' WHERE id = '${id(1)}'`,
      `UPDATE site SET address = 'Street 1'`,
    );
    await api.arrange((tx) =>
      tx.manager
        .createQueryBuilder()
        .update('site')
        .set({ name: 'By builder' })
        .where('id = :id', { id: id(2) })
        .execute(),
    );
    const versions = await api.database.owner.query<{ sum: string }>('SELECT sum(version) AS sum FROM site');
    const lines = await api.database.owner.query<{ n: string }>(
      `SELECT count(*) AS n FROM log.entry WHERE rec_type = 'site'`,
    );
    expect(lines.rows[0]!.n).toBe(versions.rows[0]!.sum);
    expect((await count('log.entry')) - before).toBe(2 + 1 + 2 + 1);
    // Each line waits for the sealer or has its place already; some do both, until the checkpoint is signed.
    const found = await count('(SELECT seq FROM log.pending UNION SELECT seq FROM log.leaf) placed');
    expect(found).toBe(await count('log.entry'));
  });

  it('writes a line for each row of a COPY', async () => {
    const file = `/tmp/continua-copy-${process.pid}`;
    const { owner } = api.database;
    await owner.query(
      `COPY (SELECT '${api.orgId}'::uuid, '${id(3)}'::uuid, 0, now(), now(), 'C1', 'Copied') TO '${file}'`,
    );
    await owner.query('BEGIN');
    await owner.query(context(api.orgId));
    await owner.query(`COPY site (org_id, id, version, created_at, updated_at, code, name) FROM '${file}'`);
    await owner.query('COMMIT');
    const { rows } = await owner.query<{ body: string }>(`SELECT body FROM log.entry WHERE rec_id = '${id(3)}'`);
    expect(rows.map(({ body }) => JSON.parse(body).ver)).toEqual([1]);
  });

  it('refuses a change without an actor, an organisation or a way', async () => {
    await expect(asApp(insertSite(id(4), 'B1'))).rejects.toMatchObject({
      code: expect.stringMatching(/^(42704|22P02)$/),
    });
    const only = (setting: string) =>
      `SELECT set_config('app.org', '${api.orgId}', true), set_config('app.sites', '*', true)${setting}`;
    await expect(asApp(only(''), insertSite(id(4), 'B1'))).rejects.toMatchObject({ code: 'QM001' });
    await expect(
      asApp(only(`, set_config('app.ctx', '{"actor":"","via":"api"}', true)`), insertSite(id(4), 'B1')),
    ).rejects.toMatchObject({ code: 'QM001' });
    await expect(
      asApp(only(`, set_config('app.ctx', '{"actor":"s:x","via":"trick"}', true)`), insertSite(id(4), 'B1')),
    ).rejects.toMatchObject({ code: 'QM001' });
    expect((await api.database.owner.query(`SELECT 1 FROM site WHERE id = '${id(4)}'`)).rowCount).toBe(0);
  });

  it('makes an unset organisation an error, never an empty list', async () => {
    const fresh = new pg.Client(api.database.addresses.app);
    await fresh.connect();
    await expect(fresh.query('SELECT * FROM site')).rejects.toMatchObject({ code: '42704' });
    await fresh.query('BEGIN');
    await fresh.query(context(api.orgId));
    await fresh.query('COMMIT');
    // After a transaction the setting is empty, not unset: still an error.
    await expect(fresh.query('SELECT * FROM site')).rejects.toMatchObject({ code: '22P02' });
    await fresh.end();
  });

  it('lets the API neither delete, truncate, forge, switch off nor step around', async () => {
    const attempts = [
      `DELETE FROM site`,
      `TRUNCATE site`,
      `TRUNCATE site CASCADE`,
      `INSERT INTO log.entry (org_id, entry_id, rec_type, rec_id, rec_ver, at, body) VALUES ('${api.orgId}', gen_random_uuid(), 'site', '${id(1)}', 99, now(), '{}')`,
      `UPDATE log.entry SET body = '{}'`,
      `DELETE FROM log.entry`,
      `UPDATE log.disclosure SET disclosure = 'x'`,
      `DELETE FROM log.pending`,
      `INSERT INTO log.leaf SELECT org_id, 1, 1000000, 0, hash FROM log.leaf LIMIT 1`,
      `DELETE FROM log.checkpoint`,
      `UPDATE log.checkpoint SET note = ''`,
      `INSERT INTO log.signing_key (public_key) VALUES (sha256('x'))`,
      `DROP TRIGGER capture ON site`,
      `ALTER TABLE site DISABLE TRIGGER ALL`,
      `ALTER TABLE site NO FORCE ROW LEVEL SECURITY`,
      `SET LOCAL session_replication_role = replica`,
      `SET LOCAL ROLE continua_owner`,
      `SET LOCAL ROLE continua_log`,
      `SELECT * FROM identity.account`,
      `SELECT log.disclose('a', '1'::jsonb)`,
      `CREATE TABLE public.own (a int)`,
      `CREATE FUNCTION public.own() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    ];
    for (const attempt of attempts)
      await expect(asApp(context(api.orgId), attempt).then(() => attempt)).rejects.toMatchObject({
        code: expect.stringMatching(/^42501$/),
      });
    await expect(api.database.owner.query('BEGIN; TRUNCATE site CASCADE')).rejects.toMatchObject({ code: 'QM004' });
    await api.database.owner.query('ROLLBACK');
    // A temporary table of the same name does not catch what the trigger writes.
    const before = await count('log.entry');
    await asApp(context(api.orgId), insertSite(id(5), 'E1'));
    expect(await count('log.entry')).toBe(before + 1);
  });

  it('keeps what a record is and counts its versions itself', async () => {
    await expect(
      asApp(context(api.orgId), `UPDATE site SET id = '${id(9)}' WHERE id = '${id(1)}'`),
    ).rejects.toMatchObject({ code: 'QM003' });
    const [row] = await asApp<{ version: number; kept: boolean }>(
      context(api.orgId),
      `UPDATE site SET version = 77, created_at = '2000-01-01' WHERE id = '${id(1)}' RETURNING version, created_at > '2020-01-01' AS kept`,
    );
    expect(row).toEqual({ version: 4, kept: true });
  });

  it('writes lines whose digests are those of their disclosures, linked to the line before', async () => {
    const { rows } = await api.database.owner.query<{ body: string }>(
      `SELECT body FROM log.entry WHERE rec_id = '${id(1)}' ORDER BY seq`,
    );
    const { rows: disclosed } = await api.database.owner.query<{ digest: string; disclosure: string }>(
      'SELECT digest, disclosure FROM log.disclosure',
    );
    const byDigest = new Map(disclosed.map(({ digest, disclosure }) => [digest, disclosure]));
    for (const { digest, disclosure } of disclosed)
      expect(createHash('sha256').update(disclosure, 'ascii').digest('base64url')).toBe(digest);
    let previous: string | null = null;
    rows.forEach(({ body }, index) => {
      const line = JSON.parse(body);
      expect(Object.keys(line)).toEqual([
        'act',
        'actor',
        'at',
        'id',
        'log',
        'p',
        'pd',
        'prev',
        'req',
        'rid',
        'rt',
        'site',
        'v',
        'ver',
        'via',
      ]);
      expect(body).toBe(JSON.stringify(line));
      expect(line).toMatchObject({
        ver: index + 1,
        v: 1,
        prev: previous,
        log: expect.stringMatching(new RegExp(`^continua-[0-9a-f]{12}/o/${api.orgId}/e1$`)),
      });
      for (const digest of [line.p, ...Object.values<string>(line.pd)]) {
        const [salt, , value] = JSON.parse(Buffer.from(byDigest.get(digest)!, 'base64url').toString());
        expect(salt).toMatch(/^[0-9a-f]{64}$/);
        expect(value).toBeDefined();
      }
      previous = createHash('sha256')
        .update(Buffer.concat([Buffer.from([0]), Buffer.from(body)]))
        .digest('hex');
    });
    // No name and no sentence stands in a line itself.
    expect(rows.map(({ body }) => body).join('')).not.toMatch(/Plant|Street/);
  });

  it('keeps the disclosure of a text that did not change, so that erasing it once erases it everywhere', async () => {
    await asApp(context(api.orgId), insertSite(id(6), 'F1'));
    await asApp(context(api.orgId), `UPDATE site SET address = 'Elsewhere' WHERE id = '${id(6)}'`);
    const { rows } = await api.database.owner.query<{ body: string }>(
      `SELECT body FROM log.entry WHERE rec_id = '${id(6)}' ORDER BY seq`,
    );
    const [first, second] = rows.map(({ body }) => JSON.parse(body).pd);
    expect(second.name).toBe(first.name);
    expect(second.address).toBeDefined();
    expect(first.address).toBeUndefined();
  });

  it('gives 64 writers on 5 records versions without a gap', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => api.as({ roles: ['quality_manager'] })));
    const records = await Promise.all(
      Array.from(
        { length: 5 },
        async (_, index) =>
          (
            await people[0]!.post('/nonconformities', {
              title: `Busy ${index}`,
              source: 'system',
              disciplines: ['quality'],
              detectedOn: '2026-03-02',
            })
          ).body,
      ),
    );
    const outcome: Record<number, number> = {};
    await Promise.all(
      Array.from({ length: 64 }, async (_, writer) => {
        const client = people[writer % people.length]!;
        const url = `/nonconformities/${records[writer % 5].id}`;
        for (let round = 0; round < 5; round++) {
          const { body } = await client.get(url);
          const { status } = await client.send(
            'PATCH',
            url,
            { title: `Writer ${writer} round ${round}` },
            { ifMatch: body.version },
          );
          outcome[status] = (outcome[status] ?? 0) + 1;
        }
      }),
    );
    expect(Object.keys(outcome).every((status) => status === '200' || status === '412')).toBe(true);
    for (const { id: record } of records) {
      const { rows } = await api.database.owner.query<{ rec_ver: number }>(
        `SELECT rec_ver FROM log.entry WHERE rec_id = $1 ORDER BY seq`,
        [record],
      );
      expect(rows.map(({ rec_ver }) => rec_ver)).toEqual(rows.map((_, index) => index + 1));
      const { body } = await people[0]!.get(`/nonconformities/${record}`);
      expect(body.version).toBe(rows.length);
      await people[0]!.patch(`/nonconformities/${record}`, { title: 'Still writable' }, { ifMatch: body.version });
    }
    expect(Object.values(outcome).reduce((sum, n) => sum + n, 0)).toBe(320);
  });

  it('names who acted as they were called then', async () => {
    const ada = await api.as({ roles: ['system_administrator'], name: 'Ada Before' });
    const other = await api.as({ roles: ['system_administrator'] });
    const { body: site } = await ada.post('/sites', { code: 'ADA', name: 'Plant' });
    await other.change(`/people/${ada.personId}`, { name: 'Ada After' });
    await ada.change(`/sites/${site.id}`, { name: 'Plant of Ada' });
    const { items } = (await ada.get(`/history/site/${site.id}`)).body;
    expect(items.map(({ actorName }: { actorName: string }) => actorName)).toEqual(['Ada After', 'Ada Before']);
  });
});
