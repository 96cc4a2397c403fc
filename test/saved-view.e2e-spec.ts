import { startApi, type TestApi } from './support/api.js';
import { type Answer, Client } from './support/client.js';

describe('saved views', () => {
  let api: TestApi;
  let olga: Client;
  let bram: Client;
  let admin: Client;

  beforeAll(async () => {
    api = await startApi();
    olga = await api.as({ name: 'Olga Owner' });
    bram = await api.as({ name: 'Bram Other' });
    admin = await api.as({ roles: ['system_administrator'] });
  });
  afterAll(() => api.stop());

  const overdue = (fields: object = {}) => ({
    name: 'Major and overdue',
    page: 'nonconformities',
    query: 'grade=major&overdue=true&sort=dueOn',
    ...fields,
  });
  const saved = async (who: Client, fields: object = {}): Promise<string> =>
    `/saved-views/${(await who.post('/saved-views', overdue(fields))).body.id}`;
  const names = async (who: Client, page: string): Promise<string[]> =>
    (await who.get(`/saved-views?page=${page}`)).body.items.map(({ name }: { name: string }) => name);
  const fields = ({ body }: Answer) => body.reasons.map(({ field }: { field: string }) => field).sort();

  it('keeps name, page, parameters and layout, and gives them back as they were', async () => {
    const layout = {
      display: 'table',
      density: 'compact',
      columns: ['reference', 'title', 'dueOn'],
      groupBy: 'processId',
    };
    const { body, headers } = await olga.post('/saved-views', overdue({ layout }));
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toMatchObject({
      ...overdue(),
      layout,
      shared: false,
      ownerId: olga.personId,
      position: 0,
      voidedOn: null,
    });
    expect((await olga.get(`/saved-views/${body.id}`)).body).toEqual(body);
    const { body: bare } = await olga.post('/saved-views', overdue({ name: 'All', query: '', layout: null }));
    expect(bare).toMatchObject({ query: '', layout: null, position: 1 });
  });

  it('lists mine and those that are shared, page by page in the order of their places', async () => {
    const page = 'actions';
    await saved(olga, { page, name: 'second', position: 2 });
    await saved(olga, { page, name: 'first', position: 1 });
    await saved(bram, { page, name: 'theirs', position: 3, shared: true });
    await saved(bram, { page, name: 'private', position: 0 });
    await saved(bram, { page: 'audits', name: 'elsewhere', shared: true });
    expect(await names(olga, page)).toEqual(['first', 'second', 'theirs']);
    expect(await names(bram, page)).toEqual(['private', 'theirs']);
    expect(await names(admin, page)).toEqual(['theirs']);
    const { body } = await olga.get(`/saved-views?page=${page}&limit=2&count=true&sort=-name`);
    expect(body).toMatchObject({ total: 3, items: [{ name: 'theirs' }, { name: 'second' }] });
    const next = await olga.get(`/saved-views?page=${page}&limit=2&sort=-name&cursor=${body.nextCursor}`);
    expect(next.body).toMatchObject({ items: [{ name: 'first' }], nextCursor: null });
    expect((await olga.get('/saved-views?q=elsew')).body.items).toMatchObject([{ page: 'audits' }]);
  });

  it('is changed and removed by its owner alone', async () => {
    const url = await saved(olga);
    for (const who of [bram, admin]) {
      await who.get(url, { expect: 404 });
      await who.patch(url, { name: 'Mine' }, { ifMatch: 1, expect: 404 });
      await who.delete(url, { ifMatch: 1, expect: 404 });
    }
    const { body } = await olga.change(url, { name: 'Overdue', query: 'overdue=true', shared: true, position: 7 });
    expect(body).toMatchObject({ version: 2, name: 'Overdue', query: 'overdue=true', shared: true, position: 7 });
    expect((await bram.get(url)).body).toEqual(body);
    await bram.patch(url, { name: 'Mine' }, { ifMatch: 2, expect: 403 });
    await bram.delete(url, { ifMatch: 2, expect: 403 });
    await olga.delete(url, { ifMatch: 2 });
    expect(await names(olga, 'nonconformities')).not.toContain('Overdue');
    expect((await olga.get(url)).body).toMatchObject({ version: 3, voidedOn: expect.any(String) });
    await olga.patch(url, { name: 'Back' }, { ifMatch: 3, expect: 409 });
    const [last] = (await olga.get(`/history/saved_view/${url.split('/')[2]}`)).body.items;
    expect(last).toMatchObject({ act: 'savedView.remove', actorName: 'Olga Owner', version: 3 });
  });

  it('lets an administrator tidy up what is shared', async () => {
    const url = await saved(olga, { name: 'Old', shared: true });
    await admin.change(url, { name: 'Older' });
    await admin.delete(url, { ifMatch: 2 });
    expect(await names(bram, 'nonconformities')).not.toContain('Older');
  });

  it('refuses stale and blind changes', async () => {
    const url = await saved(olga);
    await olga.patch(url, { name: 'x' }, { expect: 428 });
    await olga.delete(url, { expect: 428 });
    await olga.change(url, { name: 'Second' });
    await olga.patch(url, { name: 'Third' }, { ifMatch: 1, expect: 412 });
    await olga.delete(url, { ifMatch: 1, expect: 412 });
  });

  it('names what is wrong', async () => {
    const bad = async (wrong: object) => fields(await olga.post('/saved-views', overdue(wrong), { expect: 422 }));
    expect(await bad({ name: ' ' })).toEqual(['/name']);
    expect(await bad({ page: 'Non conformities' })).toEqual(['/page']);
    expect(await bad({ query: 'x'.repeat(2001) })).toEqual(['/query']);
    expect(await bad({ shared: 'yes', position: -1 })).toEqual(['/position', '/shared']);
    expect(await bad({ ownerId: bram.personId })).toEqual(['/ownerId']);
    expect(await bad({ layout: { display: 'pie', columns: ['a b'], width: 3 } })).toEqual([
      '/layout/columns',
      '/layout/display',
      '/layout/width',
    ]);
    await api.anonymous.get('/saved-views', { expect: 401 });
  });

  it('belongs to a person of the organisation', async () => {
    const url = await saved(olga, { shared: true });
    const stranger = await api.as({ orgId: await api.foundOrganisation('Elsewhere'), roles: ['system_administrator'] });
    await stranger.get(url, { expect: 404 });
    await stranger.patch(url, { name: 'Ours' }, { ifMatch: 1, expect: 404 });
    expect((await stranger.get('/saved-views?count=true')).body.total).toBe(0);
    const key = { name: 'ERP', permissions: ['nonconformity:read'], disciplines: ['quality'] };
    const { body } = await admin.post('/api-keys', key);
    const erp = new Client(`${api.origin}/api/v1`, { authorization: `Bearer ${body.key}` });
    await erp.post('/saved-views', overdue(), { expect: 403 });
    const seen = (await erp.get('/saved-views?limit=200')).body.items;
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(({ shared }: { shared: boolean }) => shared)).toBe(true);
  });
});
