import { startApi, type TestApi } from './support/api.js';

describe('the preview of an evidence pack', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('counts what the pack then holds, by kind and only in scope', async () => {
    const berlin = await api.site('BER');
    const manager = await api.as({ roles: ['quality_manager'] });
    const raise = (fields: object) =>
      manager.post('/nonconformities', {
        title: 'Gauge off',
        source: 'inspection',
        disciplines: ['quality'],
        detectedOn: '2026-03-02',
        siteId: berlin,
        ...fields,
      });
    await raise({});
    await raise({ detectedOn: '2026-04-01' });
    await raise({ detectedOn: '2025-04-01' });
    const scope = { from: '2026-01-01', recordTypes: ['nonconformity', 'action'] };
    const { body } = await manager.post('/evidence-packs/previews', { scope }, { expect: 200 });
    expect(body).toEqual({ kinds: [{ recordType: 'nonconformity', records: 2 }], records: 2 });
  });

  it('refuses a wrong scope as the pack would, and whoever may not make packs', async () => {
    const manager = await api.as({ roles: ['quality_manager'] });
    const wrong = { scope: { from: '2026-02-01', to: '2026-01-01' } };
    const { body } = await manager.post('/evidence-packs/previews', wrong, { expect: 422 });
    expect(body.reasons[0]).toMatchObject({ code: 'before-start', field: '/scope/to' });
    await (await api.as({ roles: ['employee'] })).post('/evidence-packs/previews', { scope: {} }, { expect: 403 });
  });

  it('knows nothing of another organisation', async () => {
    const stranger = await api.as({ roles: ['quality_manager'], orgId: await api.foundOrganisation('Other') });
    const { body } = await stranger.post('/evidence-packs/previews', { scope: {} }, { expect: 200 });
    expect(body).toEqual({ kinds: [], records: 0 });
  });
});
