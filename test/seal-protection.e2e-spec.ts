import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import type { Client } from './support/client.js';

describe('what is sealed', () => {
  let api: TestApi;
  let manager: Client;

  beforeAll(async () => {
    api = await startApi();
    manager = await api.as({ roles: ['quality_manager'] });
    await untilSealed(manager);
  });
  afterAll(() => api.stop());

  it('lets the sealer append, and nobody change or remove', async () => {
    const worker = new pg.Client(api.database.addresses.worker);
    await worker.connect();
    await worker.query(`SELECT set_config('app.org', '${api.orgId}', false)`);
    const attempts = [
      `UPDATE log.leaf SET hash = hash`,
      `DELETE FROM log.leaf`,
      `UPDATE log.node SET idx = idx`,
      `UPDATE log.checkpoint SET note = ''`,
      `DELETE FROM log.checkpoint`,
      `UPDATE log.pending SET since = now()`,
      `INSERT INTO log.pending (org_id, seq, entry_id) VALUES (gen_random_uuid(), 1, gen_random_uuid())`,
      `UPDATE log.origin SET epoch = 2`,
      `DELETE FROM log.entry`,
      `SELECT at FROM log.entry`,
      `SELECT * FROM log.disclosure`,
      `SELECT * FROM nonconformity`,
    ];
    for (const attempt of attempts)
      await expect(worker.query(attempt).then(() => attempt)).rejects.toMatchObject({ code: '42501' });
    await worker.end();
    for (const table of ['leaf', 'node', 'checkpoint', 'signing_key'])
      for (const attempt of [
        `DELETE FROM log.${table}`,
        `UPDATE log.${table} SET org_id = org_id`,
        `TRUNCATE log.${table}`,
      ])
        await expect(api.database.owner.query(attempt).then(() => attempt)).rejects.toMatchObject({
          code: expect.stringMatching(/^(QM004|42703)$/),
        });
  });

  it('keeps its key outside the database, for nobody else to read', async () => {
    const { verifierKeys } = await untilSealed(manager);
    expect(verifierKeys).toHaveLength(1);
    const file = path.join(api.dataDirectory, 'keys', 'log.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    const secret = Buffer.from(readFileSync(file, 'utf8').split('\n')[1]!, 'base64').subarray(-32);
    const { rows } = await api.database.owner.query<{ public_key: Buffer }>('SELECT public_key FROM log.signing_key');
    expect(rows.map(({ public_key }) => public_key.equals(secret))).toEqual([false]);
    expect(verifierKeys[0].key).toContain(Buffer.concat([Buffer.of(1), rows[0]!.public_key]).toString('base64'));
  });
});
