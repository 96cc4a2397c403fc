import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import type { Client } from './support/client.js';
import { upload } from './support/files.js';
import { Load } from './support/writers.js';

interface Fault {
  code: string;
  message: string;
  recordId: string | null;
  field: string | null;
}

describe('everything compared with what was recorded of it', () => {
  let api: TestApi;
  let owner: pg.Client;
  let manager: Client;
  let id: string;
  let other: string;
  const report = { title: 'Torque', source: 'inspection', disciplines: ['quality'], detectedOn: '2026-03-02' };

  beforeAll(async () => {
    api = await startApi();
    owner = new pg.Client(api.database.addresses.owner);
    await owner.connect();
    manager = await api.as({ roles: ['quality_manager', 'environmental_manager', 'system_administrator'] });
    ({ id } = (await manager.post('/nonconformities', { ...report, statement: 'Too loose' })).body);
    other = (await manager.post('/nonconformities', report)).body.id;
    for (let n = 0; n < 20; n++) await manager.change(`/nonconformities/${id}`, { title: `Torque ${n}` });
    const { body: file } = await upload(manager, 'scan.txt', 'Twelve of fifty');
    await manager.post('/attachments', { recordType: 'nonconformity', recordId: id, fileId: file.id });
    await untilSealed(manager);
  });
  afterAll(async () => {
    await owner.end();
    await api.stop();
  });

  const verified = async (client = manager) => {
    const { body: begun } = await client.post('/verifications', {}, { expect: 202 });
    for (let tries = 0; tries < 300; tries++) {
      const { body } = await client.get(`/verifications/${begun.id}`);
      if (body.state !== 'queued') return body as { state: string; faultCount: number; faults: Fault[] };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The verification did not end');
  };
  const keys: Record<string, string[]> = {
    'public.nonconformity': ['id'],
    'log.entry': ['entry_id'],
    'log.disclosure': ['digest'],
    'log.leaf': ['org_id', 'epoch', 'idx'],
    'log.node': ['org_id', 'epoch', 'level', 'idx'],
    'log.checkpoint': ['org_id', 'epoch', 'size'],
  };
  /** Does something behind the product's back, as a superuser without triggers; what that leads to; and puts it back. */
  const behindItsBack = async (table: string, change: string, parameters: unknown[] = []): Promise<Fault[]> => {
    const name = `kept_${table.replace('.', '_')}`;
    const all = `SET LOCAL session_replication_role = replica; SELECT set_config('app.org', '${api.orgId}', true), set_config('app.sites', '*', true)`;
    await owner.query('BEGIN');
    await owner.query(`CREATE TABLE public.${name} AS SELECT * FROM ${table} WHERE false`);
    await owner.query(all);
    await owner.query(`INSERT INTO public.${name} SELECT * FROM ${table}`);
    await owner.query(change, parameters);
    await owner.query('COMMIT');
    try {
      return (await verified()).faults;
    } finally {
      await owner.query('BEGIN');
      await owner.query(all);
      // What was written meanwhile stays.
      const same = keys[table]!.map((key) => `k.${key} = t.${key}`).join(' AND ');
      await owner.query(`DELETE FROM ${table} t USING public.${name} k WHERE ${same} AND to_jsonb(k) <> to_jsonb(t)`);
      const identity = table === 'log.entry' ? 'OVERRIDING SYSTEM VALUE' : '';
      await owner.query(
        `INSERT INTO ${table} ${identity} SELECT * FROM public.${name} k WHERE NOT EXISTS (SELECT FROM ${table} t WHERE ${same})`,
      );
      await owner.query(`DROP TABLE public.${name}`);
      await owner.query('COMMIT');
    }
  };

  it('is sound when nobody has meddled, and says what was looked at', async () => {
    const { state, ...counts } = await verified();
    expect(state).toBe('sound');
    expect(counts).toMatchObject({
      faultCount: 0,
      faults: [],
      fileCount: 1,
      requestedByName: expect.any(String),
      rowCount: expect.any(Number),
    });
    expect((await manager.get('/evidence-health')).body).toMatchObject({
      sealing: 'current',
      lastVerification: { state: 'sound' },
      anchors: [],
    });
  });

  it('names a table that writes no history any more', async () => {
    const found = async (change: string, back: string) => {
      await owner.query(change);
      const { faults } = await verified();
      await owner.query(back);
      return faults;
    };
    const fault = expect.objectContaining({ code: 'table-unrecorded', recordType: 'nonconformity' });
    const { rows } = await owner.query<{ made: string }>(
      `SELECT pg_get_triggerdef(oid) AS made FROM pg_trigger WHERE tgrelid = 'nonconformity'::regclass AND tgname = 'capture'`,
    );
    expect(await found('DROP TRIGGER capture ON nonconformity', rows[0]!.made)).toEqual([fault]);
    const switched = (state: string) => `ALTER TABLE nonconformity ${state} TRIGGER capture`;
    expect(await found(switched('DISABLE'), switched('ENABLE'))).toEqual([fault]);
    expect((await verified()).state).toBe('sound');
  });

  it('names a row that was changed, with the column', async () => {
    const faults = await behindItsBack(
      'public.nonconformity',
      `UPDATE nonconformity SET statement = 'All good' WHERE id = $1`,
      [id],
    );
    expect(faults).toEqual([expect.objectContaining({ code: 'row-changed', recordId: id, field: 'statement' })]);
    expect(JSON.stringify(faults)).not.toContain('All good');
  });

  it('names a row that is gone', async () => {
    const faults = await behindItsBack('public.nonconformity', 'DELETE FROM nonconformity WHERE id = $1', [other]);
    expect(faults).toEqual([expect.objectContaining({ code: 'row-missing', recordId: other })]);
  });

  it('names a line that was rewritten, and the checkpoints that contradict it', async () => {
    const faults = await behindItsBack(
      'log.entry',
      `UPDATE log.entry SET body = replace(body, '"act":"nonconformity.edit"', '"act":"nonconformity.view"') WHERE rec_id = $1 AND rec_ver = 3`,
      [id],
    );
    const codes = new Set(faults.map(({ code }) => code));
    expect(codes).toEqual(new Set(['line-changed', 'line-out-of-order', 'checkpoint-contradicted']));
    expect(faults.find(({ code }) => code === 'line-changed')).toMatchObject({ recordId: id });
  });

  it('names a text that was exchanged, and one that is gone', async () => {
    const changed = await behindItsBack(
      'log.disclosure',
      `UPDATE log.disclosure d SET disclosure = disclosure || 'x' FROM log.entry e WHERE e.org_id = d.org_id AND e.entry_id = d.entry_id AND e.rec_id = $1 AND e.rec_ver = 2`,
      [id],
    );
    expect(new Set(changed.map(({ code }) => code))).toContain('disclosure-changed');
    const gone = await behindItsBack(
      'log.disclosure',
      `DELETE FROM log.disclosure d USING log.entry e WHERE e.org_id = d.org_id AND e.entry_id = d.entry_id AND e.rec_id = $1 AND e.rec_ver = 1`,
      [other],
    );
    expect(gone).toContainEqual(
      expect.objectContaining({ code: 'disclosure-missing', recordId: other, field: 'title' }),
    );
  });

  it('names a leaf, a node and a checkpoint that were changed', async () => {
    const leaf = await behindItsBack(
      'log.leaf',
      `UPDATE log.leaf SET hash = sha256('x') WHERE org_id = $1 AND idx = 3`,
      [api.orgId],
    );
    expect(leaf.map(({ code }) => code)).toEqual(expect.arrayContaining(['line-changed', 'node-changed']));
    const node = await behindItsBack(
      'log.node',
      `UPDATE log.node SET hash = sha256('x') WHERE org_id = $1 AND idx = 0`,
      [api.orgId],
    );
    expect(node.map(({ code }) => code)).toEqual(['node-changed']);
    const checkpoint = await behindItsBack(
      'log.checkpoint',
      `UPDATE log.checkpoint SET root = sha256('x') WHERE (org_id, epoch, size) = (SELECT org_id, epoch, size FROM log.checkpoint WHERE org_id = $1 ORDER BY size LIMIT 1)`,
      [api.orgId],
    );
    expect(checkpoint.map(({ code }) => code).toSorted()).toEqual(['checkpoint-changed', 'checkpoint-contradicted']);
  });

  it('names a file that was damaged', async () => {
    const files = path.join(api.dataDirectory, 'files');
    const [name] = readdirSync(files, { recursive: true, encoding: 'utf8' }).filter((one) =>
      statSync(path.join(files, one)).isFile(),
    );
    writeFileSync(path.join(files, name!), 'Twelve of fiftx');
    const { faults } = await verified();
    writeFileSync(path.join(files, name!), 'Twelve of fifty');
    expect(faults).toEqual([expect.objectContaining({ code: 'file-damaged', recordId: id })]);
    expect((await verified()).state).toBe('sound');
  });

  it('finds no fault in what is being written meanwhile', async () => {
    const load = new Load([manager], 8);
    const states = [];
    for (let n = 0; n < 3; n++) states.push((await verified()).faults);
    await load.stop();
    expect(states).toEqual([[], [], []]);
  });

  it('is for those who see the history everywhere, and one at a time', async () => {
    const employee = await api.as({});
    await employee.post('/verifications', {}, { expect: 403 });
    await employee.get('/verifications', { expect: 403 });
    await employee.get('/evidence-health', { expect: 403 });
    const stranger = await api.as({
      orgId: await api.foundOrganisation('Other'),
      roles: ['quality_manager', 'environmental_manager'],
    });
    const { items } = (await manager.get('/verifications')).body;
    await stranger.get(`/verifications/${items[0].id}`, { expect: 404 });
    expect((await stranger.get('/verifications')).body.items).toEqual([]);
  });
});
