import type { Client } from './support/client.js';
import { codes, gas, observed, paint, type Reviewing, startReviewing } from './support/reviewing.js';

describe('environmental reviews and their items', () => {
  let reviewing: Reviewing;
  let api: Reviewing['api'];
  let eva: Client;
  let lea: Client;
  let tim: Client;

  beforeAll(async () => {
    reviewing = await startReviewing();
    ({ api, eva, lea, tim } = reviewing);
  });
  afterAll(() => api.stop());

  it('turns an item into each kind of record once', async () => {
    const url = await reviewing.begun();
    const observation = await reviewing.item(url, 'incidents');
    const raise = { title: 'Oil in the drain', requirement: 'Water act' };
    const { body } = await eva.post(`${observation}/nonconformity`, raise);
    expect((await eva.get(`/nonconformities/${body.nonconformityId}`)).body.source).toBe('incident');
    expect(codes(await eva.post(`${observation}/nonconformity`, raise, { expect: 409 }))).toEqual([
      'already-linked /nonconformityId',
    ]);
    const trays = { title: 'Oil separator', ownerId: tim.personId, dueOn: '2999-01-01' };
    const crowd = await Promise.all(
      Array.from({ length: 5 }, () => eva.send('POST', `${observation}/action`, trays, {})),
    );
    expect(crowd.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(crowd.filter(({ status }) => status === 409)).toHaveLength(4);
    expect((await eva.get('/actions?q=separator&count=true')).body.total).toBe(1);
    await eva.post(`${observation}/aspect`, paint);
    await eva.post(`${observation}/aspect`, paint, { expect: 409 });
  });

  it('leaves nothing behind when the other record is refused', async () => {
    const url = await reviewing.begun();
    const observation = await reviewing.item(url, 'obligations');
    const count = async () => (await eva.get('/nonconformities?count=true&limit=1')).body.total;
    const before = await count();
    expect(codes(await eva.post(`${observation}/nonconformity`, { title: 'No requirement' }, { expect: 422 }))).toEqual(
      ['missing /requirement'],
    );
    expect(
      codes(
        await eva.post(
          `${observation}/nonconformity`,
          { title: 'Elsewhere', requirement: 'Permit', siteId: await api.site('MUC') },
          { expect: 422 },
        ),
      ),
    ).toEqual(['other-site /siteId']);
    expect(await count()).toBe(before);
    expect((await eva.get(observation)).body).toMatchObject({ version: 1, nonconformity: null });
    const outsider = await api.as({ roles: ['quality_manager'] });
    await outsider.post(`${observation}/nonconformity`, { title: 'x', requirement: 'y' }, { expect: 404 });
    const employee = await api.as({});
    expect(codes(await employee.post(`${observation}/action`, {}, { expect: 422 }))).toContain('is-uuid /ownerId');
    expect(codes(await employee.post(`${url}/items`, observed('aspects'), { expect: 403 }))).toEqual([
      'not-in-the-team',
    ]);
  });

  it('names the site where a review of the whole organisation leads to something at one', async () => {
    const url = await reviewing.begun({ siteId: null });
    const observation = await reviewing.item(url, 'aspects');
    const { body } = await eva.post(`${observation}/aspect`, { ...paint, siteId: reviewing.site });
    expect((await eva.get(`/aspects/${body.aspectId}`)).body.siteId).toBe(reviewing.site);
  });

  it('refuses stale, blind, malformed, unknown and foreign input, naming the field', async () => {
    const { body, headers } = await eva.post('/environmental-reviews', reviewing.plan());
    const url = `/environmental-reviews/${body.id}`;
    expect(headers.get('etag')).toBe('"1"');
    await eva.patch(url, { title: 'Blind' }, { expect: 428 });
    await eva.change(url, { title: 'Second' });
    await eva.patch(url, { title: 'Stale' }, { ifMatch: 1, expect: 412 });
    await eva.move(url, 'publish', { expect: 422 });
    await eva.move(url, 'approve', { expect: 409 });
    const bad = async (fields: object, code: string) =>
      expect(codes(await eva.post('/environmental-reviews', reviewing.plan(fields), { expect: 422 }))).toContain(code);
    await bad({ state: 'approved' }, 'unknown-field /state');
    await bad({ kind: 'yearly' }, 'is-in /kind');
    await bad({ disciplines: ['quality'] }, 'unknown-field /disciplines');
    await bad({ scope: ' ' }, 'is-not-blank /scope');
    await bad({ dueOn: '2026-02-30' }, 'is-day /dueOn');
    await bad({ methods: ['guess'] }, 'is-in /methods');
    await bad({ periodFrom: '2025-12-31', periodTo: '2025-01-01' }, 'ends-before-start /periodTo');
    await bad({ teamIds: [tim.personId, reviewing.site] }, 'unknown-reference /teamIds/1');
    await bad({ leadId: reviewing.site }, 'unknown-reference /leadId');
    await bad({ baseline: [{ ...gas, quality: 'felt' }] }, 'is-in /baseline/0/quality');
    await bad({ baseline: [{ ...gas, quantity: -1 }] }, 'min /baseline/0/quantity');
    await eva.change(url, { periodFrom: '2025-12-31' });
    expect(codes(await eva.change(url, { periodTo: '2025-01-01' }, { expect: 422 }))).toEqual([
      'ends-before-start /periodTo',
    ]);

    await lea.move(url, 'start');
    const wrong = async (fields: object, code: string) =>
      expect(codes(await tim.post(`${url}/items`, observed('aspects', fields), { expect: 422 }))).toContain(code);
    await wrong({ area: 'water' }, 'is-in /area');
    await wrong({ rating: null }, 'is-in /rating');
    await wrong({ quantity: 3 }, 'missing /unit');
    await wrong({ clauses: ['ISO 14001:2026 / 99'] }, 'unknown-clause /clauses/0');
    await wrong({ aspectId: reviewing.site }, 'unknown-field /aspectId');
    const one = await reviewing.item(url, 'aspects', { quantity: 3, unit: 't' });
    await tim.patch(one, { rating: 'low' }, { expect: 428 });
    expect(codes(await tim.change(one, { unit: null }, { expect: 422 }))).toEqual(['missing /unit']);
    await tim.change(one, { rating: 'low' });
    await tim.patch(one, { rating: 'high' }, { ifMatch: 1, expect: 412 });
    await tim.get(`${url}/items?sort=evidence`, { expect: 422 });

    const stranger = await api.as({
      orgId: await api.foundOrganisation('Elsewhere'),
      roles: ['environmental_manager'],
    });
    await stranger.get(url, { expect: 404 });
    await stranger.get(`${url}/items`, { expect: 404 });
    await stranger.post(`${url}/items`, observed('aspects'), { expect: 404 });
    await stranger.patch(one, { rating: 'high' }, { ifMatch: 2, expect: 404 });
    await stranger.post(`${one}/aspect`, paint, { expect: 404 });
  });

  it('shows reviews only to those who hold the discipline and the site', async () => {
    const url = await reviewing.begun();
    const one = await reviewing.item(url, 'aspects');
    const quality = await api.as({ roles: ['quality_manager'] });
    const hamburg = await api.as({ roles: ['environmental_manager'], siteIds: [await api.site('HAM')] });
    for (const person of [quality, hamburg]) {
      await person.get(url, { expect: 404 });
      await person.get(one, { expect: 404 });
      await person.get(`${url}/items`, { expect: 404 });
      await person.get(`/history/environmental_review/${url.split('/').at(-1)}`, { expect: 404 });
      await person.get(`/history/environmental_review_item/${one.split('/').at(-1)}`, { expect: 404 });
    }
    expect((await quality.get('/environmental-reviews?count=true')).body).toMatchObject({ items: [], total: 0 });
    const seen = (await hamburg.get('/environmental-reviews')).body.items;
    expect(seen.every(({ siteId }: { siteId: string | null }) => siteId === null)).toBe(true);
    await hamburg.post('/environmental-reviews', reviewing.plan(), { expect: 403 });
  });

  it('pages through items in the order they were recorded', async () => {
    const url = await reviewing.begun();
    for (const area of ['practices', 'aspects', 'incidents', 'obligations', 'aspects']) await reviewing.item(url, area);
    for (const sort of ['', '&sort=area', '&sort=-createdAt']) {
      const all = (await eva.get(`${url}/items?limit=200${sort}`)).body.items.map(({ id }: { id: string }) => id);
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await eva.get(
          `${url}/items?limit=2${sort}${cursor ? `&cursor=${cursor}` : ''}`,
        );
        seen.push(...body.items.map(({ id }) => id));
        cursor = body.nextCursor;
      }
      expect(seen).toEqual(all);
      expect(seen).toHaveLength(5);
    }
    expect((await eva.get(`${url}/items`)).body.items.map(({ area }: { area: string }) => area)).toEqual([
      'practices',
      'aspects',
      'incidents',
      'obligations',
      'aspects',
    ]);
    expect((await eva.get(url)).body.itemCounts).toEqual({ aspects: 2, obligations: 1, practices: 1, incidents: 1 });
  });
});
