import { startApi, type TestApi } from './support/api.js';

describe('the names of records', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('come for ids and for numbers, of several kinds at once', async () => {
    const berlin = await api.site('BER');
    const manager = await api.as({ roles: ['quality_manager'], name: 'Max Manager' });
    const { body: action } = await manager.post('/actions', {
      kind: 'improvement',
      disciplines: ['quality'],
      siteId: berlin,
      title: 'Replace bits',
      ownerId: (await manager.get('/session')).body.personId,
      dueOn: '2099-01-01',
    });
    const { personId } = (await manager.get('/session')).body;
    const of = [`action:${action.reference}`, `action:${action.id}`, `person:${personId}`, `site:${berlin}`].join(',');
    const { body } = await manager.get(`/record-labels?of=${of}`);
    const named = Object.fromEntries(body.items.map((item: { of: string; label: string }) => [item.of, item.label]));
    expect(named).toMatchObject({
      [`action:${action.id}`]: `${action.reference} Replace bits`,
      [`person:${personId}`]: 'Max Manager',
    });
    expect(named[`site:${berlin}`]).toMatch(/^BER /);
    const { body: byNumber } = await manager.get(`/record-labels?of=action:${action.reference}`);
    expect(byNumber.items).toEqual([
      {
        of: `action:${action.reference}`,
        recordType: 'action',
        path: 'actions',
        id: action.id,
        reference: action.reference,
        label: `${action.reference} Replace bits`,
      },
    ]);

    const stranger = await api.as({ roles: ['quality_manager'], orgId: await api.foundOrganisation('Other') });
    expect((await stranger.get(`/record-labels?of=${of}`)).body.items).toEqual([]);
  });

  it('are refused for what is no kind or no id', async () => {
    const manager = await api.as({ roles: ['quality_manager'] });
    await manager.get('/record-labels?of=nothing:NC-1', { expect: 404 });
    await manager.get('/record-labels?of=action', { expect: 422 });
    await manager.get('/record-labels', { expect: 422 });
  });
});
