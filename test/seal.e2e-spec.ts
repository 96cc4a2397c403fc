import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import { Client, testPassword } from './support/client.js';
import { accept, analysed } from './support/passkeys.js';
import { disorder, readNote, rootOverLines, sealedLines } from './support/sealed.js';
import { noteText, verifyConsistency, verifyProof } from './support/verify.js';

const nonconformity = { title: 'One', source: 'system', disciplines: ['quality'], detectedOn: '2026-03-02' };

describe('the sealed log', () => {
  let api: TestApi;
  let manager: Client;

  beforeAll(async () => {
    api = await startApi();
    manager = await api.as({ roles: ['quality_manager'] });
  });
  afterAll(() => api.stop());

  const sealed = (client = manager) => untilSealed(client);
  const lines = () => sealedLines(api.database.owner, api.orgId);
  const entryOf = async (id: string, version = 1) =>
    (await manager.get(`/history/nonconformity/${id}`)).body.items.find(
      (item: { version: number }) => item.version === version,
    ).entryId as string;
  /** Keeps every sealer away from the organisation while something is done. */
  async function unsealed<T>(work: () => Promise<T>): Promise<T> {
    const name = `hashtextextended('continua:seal ${api.orgId}', 0)`;
    await api.database.owner.query(`SELECT pg_advisory_lock(${name})`);
    try {
      return await work();
    } finally {
      await api.database.owner.query(`SELECT pg_advisory_unlock(${name})`);
    }
  }

  it('covers each line once, in an order that keeps the versions of a record, under a root that anybody can reckon', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 20; n++)
      ids.push((await manager.post('/nonconformities', { ...nonconformity, title: `Number ${n}` })).body.id);
    await Promise.all(ids.map((id) => manager.change(`/nonconformities/${id}`, { title: 'Changed' })));
    const checkpoint = await sealed();
    const found = await lines();
    expect(disorder(found)).toEqual([]);
    const { rows } = await api.database.owner.query('SELECT 1 FROM log.entry WHERE org_id = $1', [api.orgId]);
    expect(found.length).toBe(rows.length);
    expect(checkpoint).toMatchObject({ size: found.length, oldestPendingSeconds: null });
    expect(checkpoint.ageSeconds).toBeLessThan(30);
    expect(checkpoint.root).toBe(rootOverLines(found, found.length));
    expect(readNote(checkpoint.checkpoint)).toEqual({
      origin: JSON.parse(found[0]!.body).log,
      size: checkpoint.size,
      root: checkpoint.root,
    });
    expect(noteText(checkpoint.checkpoint, checkpoint.verifierKeys[0].key)).toBe(
      `${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root}\n`,
    );
  });

  it('misses no change that commits after later ones were sealed', async () => {
    const [slow, fast] = [await api.site('SLOW'), await api.site('FAST')];
    const late = new pg.Client(api.database.addresses.app);
    await late.connect();
    const rename = (id: string) => `UPDATE site SET name = name || '.' WHERE org_id = '${api.orgId}' AND id = '${id}'`;
    const before = (await sealed()).size;
    await late.query(`BEGIN; SELECT set_config('app.org', '${api.orgId}', true), set_config('app.sites', '*', true),
      set_config('app.ctx', '{"actor":"s:test","via":"job"}', true); ${rename(slow)}`);
    await api.arrange((tx) => tx.sql(rename(fast)));
    // The later change is sealed while the earlier one, with a lower sequence, is still open.
    expect((await sealed()).size).toBe(before + 1);
    await late.query(`${rename(fast)}; COMMIT`);
    await late.end();
    for (let tries = 0; (await sealed()).size < before + 3 && tries < 100; tries++) await sleep(50);
    const found = (await lines()).slice(before);
    expect(found.map(({ rec_id, rec_ver }) => [rec_id, rec_ver])).toEqual([
      [fast, 2],
      [slow, 2],
      [fast, 3],
    ]);
    expect(found[0]!.seq).toBeGreaterThan(found[1]!.seq);
  });

  it('gives the checkpoint and the proof as the plain text that tools read', async () => {
    const checkpoint = await sealed();
    const headers = { accept: 'text/plain' };
    const plain = await manager.get('/log/checkpoint', { headers });
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(plain.text).toBe(checkpoint.checkpoint);
    const [line] = await lines();
    const entry = JSON.parse((await lines()).find(({ rec_type }) => rec_type === 'nonconformity')!.body).id;
    const proof = await manager.get(`/log/entries/${entry}/proof`, { headers });
    expect(proof.text).toBe((await manager.get(`/log/entries/${entry}/proof`)).body.proof);
    expect(proof.text).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/);
    expect(line!.idx).toBe(0);
  });

  it('proves each line of a record, and no other text', async () => {
    const { id } = (await manager.post('/nonconformities', nonconformity)).body;
    await manager.change(`/nonconformities/${id}`, { title: 'Two' });
    const { verifierKeys } = await sealed();
    for (const version of [1, 2]) {
      const { body } = await manager.get(`/log/entries/${await entryOf(id, version)}/proof`);
      expect(JSON.parse(body.line)).toMatchObject({ rid: id, ver: version });
      expect(verifyProof(body.line, body.proof, verifierKeys[0].key)).toBe(true);
      expect(verifyProof(body.line.replace('"ver":', '"ver": '), body.proof, verifierKeys[0].key)).toBe(false);
      expect(verifyProof(body.line, body.proof.replace(/index \d+/, 'index 0'), verifierKeys[0].key)).toBe(false);
    }
  });

  it('shows that what was signed earlier is still the beginning', async () => {
    const before = await sealed();
    for (let n = 0; n < 5; n++) await manager.post('/nonconformities', nonconformity);
    const after = await sealed();
    expect(after.size).toBe(before.size + 5);
    const found = await lines();
    for (const from of [1, 2, 7, 16, 17, before.size, after.size]) {
      const { body } = await manager.get(`/log/consistency?from=${from}`);
      expect(body).toMatchObject({ origin: after.origin, from, to: after.size });
      const roots = [rootOverLines(found, from), after.root] as const;
      expect(verifyConsistency(from, after.size, body.hashes, ...roots)).toBe(true);
      expect(verifyConsistency(from, after.size, body.hashes, rootOverLines(found, from - 1), after.root)).toBe(false);
    }
    const { body } = await manager.get(`/log/consistency?from=3&to=${before.size}`);
    expect(verifyConsistency(3, before.size, body.hashes, rootOverLines(found, 3), before.root)).toBe(true);
  });

  it('refuses sizes that make no sense', async () => {
    const { size } = await sealed();
    const code = async (query: string) =>
      (await manager.get(`/log/consistency${query}`, { expect: 422 })).body.reasons[0].field;
    expect(await code('')).toBe('/from');
    expect(await code('?from=0')).toBe('/from');
    expect(await code('?from=1.5')).toBe('/from');
    expect(await code('?from=9007199254740993')).toBe('/from');
    expect(await code(`?from=1&to=${size + 1}`)).toBe('/to');
    expect(await code('?from=5&to=4')).toBe('/from');
    expect(await code(`?from=${size + 1}`)).toBe('/from');
  });

  it('shows a proof only to whoever may read the record, and nothing to another organisation', async () => {
    const orgId = await api.foundOrganisation('Neighbour');
    const neighbour = await api.as({ orgId, roles: ['quality_manager'] });
    const environment = await api.as({ roles: ['environmental_manager'] });
    const { id } = (await manager.post('/nonconformities', nonconformity)).body;
    const own = await sealed();
    const entry = await entryOf(id);
    await manager.get(`/log/entries/${entry}/proof`);
    await environment.get(`/log/entries/${entry}/proof`, { expect: 404 });
    await neighbour.get(`/log/entries/${entry}/proof`, { expect: 404 });
    await manager.get(`/log/entries/${id}/proof`, { expect: 404 });
    const theirs = await sealed(neighbour);
    expect(theirs.origin).toContain(`/o/${orgId}/`);
    expect(theirs.size).toBeLessThan(own.size);
  });

  it('tells how far it is behind, and makes no evidence of what is not sealed', async () => {
    const owner = await api.as({ name: 'Olga Owner' });
    const url = await analysed(owner, manager, await api.site('SEA'));
    const signs = (expected: number) => accept(manager, url, { password: testPassword }, expected);
    await sealed();
    const asks = (expected: number) => manager.post('/evidence-packs', { scope: {} }, { expect: expected });
    const watcher = new Client(api.origin);
    const health = async () => (await watcher.get('/health/ready')).body.sealing;
    expect(await health()).toEqual({ state: 'current', pendingLines: 0, oldestPendingSeconds: null });
    await unsealed(async () => {
      const { id } = (await manager.post('/nonconformities', nonconformity)).body;
      await manager.get(`/log/entries/${await entryOf(id)}/proof`, { expect: 503 });
      expect(await health()).toMatchObject({ state: 'current', pendingLines: 1 });
      await api.database.owner.query(`UPDATE log.pending SET since = now() - interval '1 minute'`);
      expect(await health()).toMatchObject({ state: 'late', pendingLines: 1 });
      await asks(202);
      await api.database.owner.query(`UPDATE log.pending SET since = now() - interval '16 minutes'`);
      expect(await health()).toMatchObject({ state: 'overdue' });
      expect((await signs(503)).body.reasons).toMatchObject([{ code: 'sealing-overdue' }]);
      const { headers, body } = await asks(503);
      expect(headers.get('retry-after')).toBe('60');
      expect(body).toMatchObject({ type: '/problems/sealing-overdue', reasons: [{ code: 'sealing-overdue' }] });
      const { body: behind } = await manager.get('/log/checkpoint');
      expect(behind.pendingLines).toBeGreaterThan(0);
      expect(behind.oldestPendingSeconds).toBeGreaterThan(900);
    });
    await sealed();
    await asks(202);
    await signs(200);
  });
});
