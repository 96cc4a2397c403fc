import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import type { Client } from './support/client.js';
import { Program } from './support/program.js';
import { disorder, readNote, rootOverLines, sealedLines } from './support/sealed.js';
import { verifyProof } from './support/verify.js';
import { expected } from './support/waiting.js';

const nonconformity = { title: 'One', source: 'system', disciplines: ['quality'], detectedOn: '2026-03-02' };

describe('a database that is not what it was', () => {
  let api: TestApi;
  let manager: Client;

  beforeAll(async () => {
    api = await startApi();
    manager = await api.as({ roles: ['quality_manager'] });
    await untilSealed(manager);
    for (let n = 0; n < 5; n++) await manager.post('/nonconformities', nonconformity);
  });
  afterAll(() => api.stop());

  const sealed = () => untilSealed(manager);
  const lines = () => sealedLines(api.database.owner, api.orgId);
  const highWater = () => path.join(api.dataDirectory, 'checkpoints', api.orgId);
  /** Does something behind the product's back. */
  async function tamper(...statements: string[]) {
    await api.database.owner.query(
      ['BEGIN', 'SET LOCAL session_replication_role = replica', ...statements, 'COMMIT'].join(';'),
    );
  }
  /** Writes a line and tells whether it is sealed in due time; the sealer looks every two seconds after a refusal. */
  async function isSealed(patience: number): Promise<boolean> {
    await manager.post('/nonconformities', nonconformity);
    for (const end = Date.now() + patience; Date.now() < end; await sleep(50))
      if ((await manager.get('/log/checkpoint')).body.pendingLines === 0) return true;
    return false;
  }

  it('signs nothing after it was set back, until it is as it was', async () => {
    const { size } = await sealed();
    const org = `org_id = '${api.orgId}'`;
    const tables = ['leaf', 'node', 'checkpoint'];
    await tamper(
      ...tables.map((table) => `CREATE TABLE kept_${table} AS SELECT * FROM log.${table} WHERE ${org}`),
      `DELETE FROM log.leaf WHERE ${org} AND idx >= ${size - 3}`,
      `DELETE FROM log.checkpoint WHERE ${org} AND size > ${size - 3}`,
    );
    expect(await isSealed(3000)).toBe(false);
    expect((await manager.get('/log/checkpoint')).body.size).toBeLessThanOrEqual(size - 3);
    await tamper(
      ...tables.map((table) => `DELETE FROM log.${table} WHERE ${org}`),
      ...tables.flatMap((table) => [
        `INSERT INTO log.${table} SELECT * FROM kept_${table}`,
        `DROP TABLE kept_${table}`,
      ]),
    );
    expect(await isSealed(8000)).toBe(true);
  });

  it('signs nothing over other lines than those that were sealed', async () => {
    const { size } = await sealed();
    const leaf = `WHERE org_id = '${api.orgId}' AND idx = ${size - 1}`;
    await tamper(
      `CREATE TABLE kept AS SELECT hash FROM log.leaf ${leaf}`,
      `UPDATE log.leaf SET hash = sha256('x') ${leaf}`,
    );
    expect(await isSealed(3000)).toBe(false);
    await tamper(`UPDATE log.leaf SET hash = (SELECT hash FROM kept) ${leaf}`, 'DROP TABLE kept');
    expect(await isSealed(8000)).toBe(true);
  });

  it('signs the same again when it was interrupted between the file and the database', async () => {
    await sealed();
    const before = (await manager.get('/log/checkpoint')).body;
    await api.database.owner
      .query(`CREATE FUNCTION interrupt() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'interrupted'; END $$;
      CREATE TRIGGER interrupt BEFORE INSERT ON log.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION interrupt();
      GRANT EXECUTE ON FUNCTION interrupt() TO continua_worker`);
    expect(await isSealed(1000)).toBe(false);
    const prepared = readFileSync(highWater(), 'utf8');
    expect(readNote(prepared).size).toBeGreaterThan(before.size);
    expect((await manager.get('/log/checkpoint')).body.checkpoint).toBe(before.checkpoint);
    // Nothing is appended to a tree that could not be signed.
    expect(await isSealed(2500)).toBe(false);
    expect(await lines()).toHaveLength(readNote(prepared).size);
    await api.database.owner.query('DROP TRIGGER interrupt ON log.checkpoint');
    expect(await isSealed(8000)).toBe(true);
    const { rows } = await api.database.owner.query<{ note: string }>(
      'SELECT note FROM log.checkpoint WHERE org_id = $1 AND size > $2 ORDER BY size LIMIT 1',
      [api.orgId, before.size],
    );
    expect(rows).toEqual([{ note: prepared }]);
  });

  it('believes the file outside the database rather than the database', async () => {
    await sealed();
    const genuine = readFileSync(highWater(), 'utf8');
    expect(genuine).toBe((await manager.get('/log/checkpoint')).body.checkpoint);
    const { origin, size, root } = readNote(genuine);
    const other = createHash('sha256').update('other').digest('base64');
    for (const wrong of [
      genuine.replace(root, other),
      genuine.replace(`\n${size}\n`, `\n${size + 1000}\n`),
      genuine.replaceAll(origin, origin.replace(/e1$/, 'e2')),
      genuine.slice(0, 20),
      '',
    ]) {
      writeFileSync(highWater(), wrong);
      expect(await isSealed(1000)).toBe(false);
    }
    // A folder that was lost with its disk: nobody knows what was signed after this checkpoint of the database.
    rmSync(highWater());
    expect(await isSealed(2500)).toBe(false);
    const environment = { DATABASE_URL: api.database.addresses.owner, DATA_DIR: api.dataDirectory };
    expect((await new Program('bin/continua.mjs', ['doctor'], environment).end()).stdout).toMatch(
      /FAIL {2}Checkpoints: .*was lost/,
    );
    writeFileSync(highWater(), genuine);
    expect(await isSealed(8000)).toBe(true);
    expect(readdirSync(path.dirname(highWater()))).toEqual([api.orgId]);
  });
});

describe('a database that was restored', () => {
  it('is sealed again under a new name, once the operator has said what happened; the old proofs still hold', async () => {
    const api = await startApi();
    const manager = await api.as({ roles: ['quality_manager'] });
    const { id } = (await manager.post('/nonconformities', nonconformity)).body;
    const entryId = (await manager.get(`/history/nonconformity/${id}`)).body.items[0].entryId;
    await untilSealed(manager);
    for (let n = 0; n < 3; n++) await manager.post('/nonconformities', nonconformity);
    const before = await untilSealed(manager);
    const old = await sealedLines(api.database.owner, api.orgId);
    const kept = before.size - 3;
    const org = `org_id = '${api.orgId}'`;
    const statements = [
      'BEGIN',
      'SET LOCAL session_replication_role = replica',
      `DELETE FROM log.entry e USING log.leaf l WHERE e.${org} AND l.${org} AND e.seq = l.seq AND l.idx >= ${kept}`,
      `DELETE FROM log.leaf WHERE ${org} AND idx >= ${kept}`,
      `DELETE FROM log.checkpoint WHERE ${org} AND size > ${kept}`,
      'COMMIT',
    ];
    await api.database.owner.query(statements.join(';'));
    const { body: later } = await manager.post('/nonconformities', nonconformity);
    const environment = { DATABASE_URL: api.database.addresses.owner, DATA_DIR: api.dataDirectory };
    const continua = (...args: string[]) => new Program('bin/continua.mjs', args, environment).end();
    expect((await continua('doctor')).stdout).toMatch(
      /FAIL {2}Checkpoints: .*less than what was signed.*\n.*new-epoch/,
    );

    const reason = 'Restored after a disk failure';
    const { code, stdout } = await continua('log', 'new-epoch', '--reason', reason);
    const origin = before.origin.replace(/e1$/, 'e2');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Example Metal Works: ${origin}\n` });
    const after = await untilSealed(manager);
    expect(after).toMatchObject({ origin, verifierKeys: [{ key: expect.stringContaining(`${origin}+`) }] });
    expect((await continua('doctor')).stdout).toMatch(/OK {4}Checkpoints/);

    const lines = await sealedLines(api.database.owner, api.orgId);
    expect(disorder(lines)).toEqual([]);
    expect(lines.filter(({ epoch }) => epoch === 1).map(({ body }) => body)).toEqual(
      old.slice(0, kept).map(({ body }) => body),
    );
    const fresh = lines.filter(({ epoch }) => epoch === 2);
    expect(after).toMatchObject({ size: fresh.length, root: rootOverLines(fresh, fresh.length) });
    expect(JSON.parse(fresh[0]!.body)).toMatchObject({
      rt: 'log_epoch',
      log: origin,
      act: 'log.openEpoch',
      via: 'restore',
    });
    expect(fresh.some(({ rec_id }) => rec_id === later.id)).toBe(true);

    const [epoch, ...more] = (await manager.get('/log/epochs')).body.items;
    expect(more).toEqual([]);
    expect(epoch).toMatchObject({
      epoch: 2,
      origin,
      previousOrigin: before.origin,
      lastCheckpoint: before.checkpoint,
      reason,
    });
    expect(readNote(epoch.databaseCheckpoint).size).toBeLessThanOrEqual(kept);
    expect((await manager.get(`/history/log_epoch/${epoch.id}`)).body.items).toEqual([
      expect.objectContaining({ actor: 's:cli', reason }),
    ]);

    // Two people of the organisation say that they know of it.
    const url = `/log/epochs/${epoch.id}`;
    const admin = await api.as({ roles: ['system_administrator'], name: 'Ada Admin' });
    const clerk = await api.as({});
    const waits = async () => [await expected(manager, url), await expected(admin, url), await expected(clerk, url)];
    expect(epoch).toMatchObject({
      state: 'to_confirm',
      lostLines: expect.any(Number),
      transitions: [{ allowed: true }],
    });
    expect(epoch.lostLines).toBe(before.size - readNote(epoch.databaseCheckpoint).size);
    expect(await waits()).toEqual([['confirm_restart'], ['confirm_restart'], []]);
    const move = (who: Client, action: string, version: number, status = 200) =>
      who.post(`${url}/transitions`, { action }, { ifMatch: version, expect: status });
    await move(clerk, 'confirm', 1, 403);
    await move(manager, 'confirm', 1);
    const again = await move(manager, 'countersign', 2, 403);
    expect(again.body.reasons).toMatchObject([{ code: 'four-eyes' }]);
    expect(await waits()).toEqual([[], ['confirm_restart'], []]);
    expect((await move(admin, 'countersign', 2)).body).toMatchObject({
      state: 'confirmed',
      confirmedBy: `p:${manager.personId}`,
      countersignedByName: 'Ada Admin',
      transitions: [],
    });
    expect(await waits()).toEqual([[], [], []]);
    const rewritten = api.arrange(async (tx) => void (await tx.sql(`UPDATE log_epoch SET reason = 'Nothing'`)));
    await expect(rewritten).rejects.toThrow(/permission denied/);

    const [{ key }] = before.verifierKeys;
    const { body: proof } = await manager.get(`/log/entries/${entryId}/proof`);
    expect(proof.proof).toContain(`\n${before.origin}\n`);
    expect(verifyProof(proof.line, proof.proof, key)).toBe(true);
    await api.stop();
  }, 60_000);
});
