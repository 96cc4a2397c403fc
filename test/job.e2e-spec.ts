import { IdempotencyKeysJob, JobService } from '#evidence';
import { startApi, type TestApi } from './support/api.js';
import { until } from './support/waiting.js';

describe('background work', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startApi()));
  afterAll(() => api.stop());

  const waiting = async () =>
    Number(
      (await api.database.owner.query<{ n: string }>('SELECT count(*) AS n FROM graphile_worker._private_jobs'))
        .rows[0]!.n,
    );

  it('is handed over with the transaction, or not at all', async () => {
    const before = await waiting();
    const attempt = api.arrange(async (tx) => {
      await api.app
        .get(JobService)
        .enqueue(tx, 'make_evidence_pack', { packId: '0199b8a1-0000-7000-8000-000000000001' });
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await waiting()).toBe(before);
  });

  it('goes on after its connections were cut', async () => {
    // It makes them after the server has begun to listen.
    await until(async () => {
      const { rowCount } = await api.database.owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'continua_worker' AND datname = current_database()`,
      );
      return rowCount! > 0;
    });
    const manager = await api.as({ roles: ['quality_manager'] });
    await manager.post('/nonconformities', {
      title: 'One',
      source: 'system',
      disciplines: ['quality'],
      detectedOn: '2026-03-02',
    });
    const { body } = await manager.post('/evidence-packs', { scope: {} }, { expect: 202 });
    let state = body.state;
    for (let tries = 0; state !== 'ready' && tries < 300; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      ({ state } = (await manager.get(`/evidence-packs/${body.id}`)).body);
    }
    expect(state).toBe('ready');
  });

  it('forgets answers to repeated requests after two days', async () => {
    const person = await api.as({ roles: ['quality_manager'] });
    const body = { title: 'Once', source: 'system', disciplines: ['quality'], detectedOn: '2026-03-02' };
    for (const key of ['old', 'new']) await person.post('/nonconformities', body, { key });
    const age = (key: string, hours: number) =>
      api.database.owner.query(
        `UPDATE idempotency_key SET created_at = now() - make_interval(hours => $2) WHERE key = $1`,
        [key, hours],
      );
    await age('old', 49);
    await age('new', 47);
    await api.app.get(IdempotencyKeysJob).expire();
    const { rows } = await api.database.owner.query<{ key: string }>('SELECT key FROM idempotency_key');
    expect(rows).toEqual([{ key: 'new' }]);
  });
});
