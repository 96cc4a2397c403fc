import { startApi, type TestApi } from './support/api.js';

describe('the coverage of an audit programme', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('counts each clause in each process, without what is cancelled', async () => {
    const site = await api.site('BER');
    const manager = await api.as({ roles: ['quality_manager', 'lead_auditor'] });
    const process = async (code: string) =>
      (await manager.post('/processes', { code, name: code, kind: 'core', disciplines: ['quality'] })).body
        .id as string;
    const [coating, assembly] = [await process('COA'), await process('ASM')];
    const { body: programme } = await manager.post('/audit-programmes', {
      year: 2099,
      title: 'Programme',
      disciplines: ['quality'],
    });
    const plan = (processIds: string[], clauses: string[]) =>
      manager.post('/audits', {
        kind: 'internal',
        mode: 'on_site',
        disciplines: ['quality'],
        programmeId: programme.id,
        siteId: site,
        title: 'Audit',
        processIds,
        clauses,
        plannedFrom: '2099-03-02',
        plannedTo: '2099-03-02',
      });
    await plan([coating, assembly], ['ISO 9001:2026 / 8.7']);
    await plan([coating], ['ISO 9001:2026 / 8.7', 'ISO 9001:2026 / 7.2']);
    const { body: cancelled } = await plan([assembly], ['ISO 9001:2026 / 7.2']);
    await manager.move(`/audits/${cancelled.id}`, 'cancel', { reason: 'Moved to another programme' });

    const { body } = await manager.get(`/audit-programmes/${programme.id}/coverage`);
    const cell = (processId: string, clause: string) =>
      body.cells.find(
        (one: { processId: string; clause: string }) => one.processId === processId && one.clause === clause,
      );
    expect(cell(coating, 'ISO 9001:2026 / 8.7')).toMatchObject({ done: 0, planned: 2 });
    expect(cell(assembly, 'ISO 9001:2026 / 8.7')).toMatchObject({ done: 0, planned: 1 });
    expect(cell(assembly, 'ISO 9001:2026 / 7.2')).toBeUndefined();

    const stranger = await api.as({ roles: ['quality_manager'], orgId: await api.foundOrganisation('Other') });
    await stranger.get(`/audit-programmes/${programme.id}/coverage`, { expect: 404 });
  });
});
