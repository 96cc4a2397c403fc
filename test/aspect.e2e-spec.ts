import { startApi, type TestApi } from './support/api.js';
import { methodsOf, plantRegister } from './support/aspect-register.js';
import type { Client } from './support/client.js';

const numbers = (items: { reference: string }[]) => items.map(({ reference }) => reference.slice(-4)).sort();
const registered = plantRegister[0]!.aspect;

describe('the register of a coating plant', () => {
  let api: TestApi;
  let eva: Client;
  let site: string;
  let methods: Awaited<ReturnType<typeof methodsOf>>;
  const urls: string[] = [];

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    eva = await api.as({ roles: ['environmental_manager'], name: 'Eva Environment' });
    methods = await methodsOf(eva);
    for (const { aspect } of plantRegister)
      urls.push(`/aspects/${(await eva.post('/aspects', { ...aspect, siteId: site })).body.id}`);
  });
  afterAll(() => api.stop());

  const assessAll = async (code: string, pick: (row: (typeof plantRegister)[number]) => object) => {
    for (const [index, row] of plantRegister.entries())
      await eva.post(`${urls[index]}/assessments`, { methodVersionId: methods[code]!.first.id, ...pick(row) });
  };
  const significant = async () => numbers((await eva.get('/aspects?significant=true&limit=200')).body.items);
  const all = plantRegister.map((_, index) => String(index + 1).padStart(4, '0'));
  const byM2 = ['0001', '0002', '0003', '0004', '0005', '0006', '0007', '0009', '0011', '0014'];
  const byM1 = ['0001', '0002', '0003', '0004', '0005', '0006', '0007', '0009', '0012', '0014'];

  it('says of every aspect that it was never assessed', async () => {
    const { body } = await eva.get('/aspects?unassessed=true&sort=reference');
    expect(numbers(body.items)).toEqual(all);
    expect(body.items[0]).toMatchObject({ significance: null, gaps: [], state: 'active' });
    expect(await significant()).toEqual([]);
    expect((await eva.get(`${urls[0]}/impacts`)).body.items).toMatchObject([
      { category: 'air_quality', withdrawnOn: null },
    ]);
  });

  it('finds ten of fifteen significant by M2, and says why', async () => {
    await assessAll('M2', ({ scores, gates }) => ({ scores, gates }));
    expect(await significant()).toEqual(byM2);
    const watched = (await eva.get('/aspects?watch=true')).body.items;
    expect(numbers(watched)).toEqual(['0010', '0012', '0013']);

    const [voc] = (await eva.get(`${urls[0]}/assessments`)).body.items;
    expect(voc).toMatchObject({
      method: 'M2 v1',
      methodVersionId: methods['M2']!.first.id,
      scores: { S: 4, P: 5, D: 3 },
      gates: { L: false, K: false },
      formula: 'S 4 × P 5 × D 3 = 60',
      score: 60,
      significant: true,
      reasons: [{ code: 'threshold-reached', message: 'The score 60 reaches the threshold of 40.' }],
      assessedById: eva.personId,
      aspectVersion: 1,
    });
    const reasons = async (index: number) =>
      (await eva.get(`${urls[index]}/assessments`)).body.items[0].reasons.map(({ code }: { code: string }) => code);
    expect(await reasons(3)).toEqual(['legal-gate']);
    expect(await reasons(5)).toEqual(['always-rule']);
    expect(await reasons(10)).toEqual(['gate']);
    expect(await reasons(11)).toEqual(['below-threshold', 'below-always-rule', 'no-gate', 'watched']);
  });

  it('shows which significant aspects lack a control, an indicator or an owner', async () => {
    expect((await eva.get('/aspects?incomplete=true&count=true&limit=1')).body.total).toBe(10);
    await eva.change(urls[0]!, { ownerId: eva.personId, indicator: 'kg VOC per t' });
    expect((await eva.get(urls[0]!)).body.gaps).toEqual(['control']);
    expect(numbers((await eva.get('/aspects?withoutIndicator=true&withoutControl=true')).body.items)).toEqual(
      byM2.slice(1),
    );
    expect(numbers((await eva.get('/aspects?withoutOwner=true')).body.items)).toEqual(byM2.slice(1));
    const controls = [
      { kind: 'engineer', description: 'Enclosed booth', checkFrequency: 'Quarterly', lastCheckOn: '2026-10-01' },
    ];
    await eva.change(urls[0]!, { controls });
    await eva.change(urls[6]!, {
      emergencyPlan: 'Plan F2, drill 2026-05-04',
      indicator: 'Retention test',
      ownerId: eva.personId,
    });
    const { body } = await eva.get('/aspects?incomplete=true');
    expect(numbers(body.items)).toEqual(byM2.filter((number) => number !== '0001' && number !== '0007'));
    expect(body.items[0]).not.toHaveProperty('controls');
    expect((await eva.get('/aspects?significant=false&incomplete=true')).body.items).toEqual([]);
  });

  it('tells beforehand what another method or threshold would change, and writes nothing', async () => {
    const lines = async () =>
      (await api.database.owner.query('SELECT count(*)::int AS lines FROM log.entry')).rows[0].lines;
    const before = await lines();
    const tried = async (code: string, body: object) =>
      (await eva.post(`/significance-method-versions/${methods[code]!.first.id}/what-if`, body, { expect: 200 })).body;
    const m1 = await tried('M1', {});
    expect(m1).toMatchObject({ evaluated: 15, notEvaluated: [] });
    expect(m1.flips).toMatchObject([
      { reference: expect.stringMatching(/0011$/), before: true, after: false },
      { reference: expect.stringMatching(/0012$/), before: false, after: true },
    ]);
    expect(numbers((await tried('M2', { threshold: 30 })).flips)).toEqual(['0010', '0012']);
    expect((await tried('M2', { threshold: 40 })).flips).toEqual([]);
    const { definition } = methods['M2']!.first;
    const noGates = await tried('M2', { definition: { ...definition, gates: [] } });
    expect(numbers(noGates.flips)).toEqual(['0004', '0011']);
    expect((await tried('M3', {})).notEvaluated).toHaveLength(15);
    expect(await lines()).toBe(before);
    const bad = await eva.post(
      `/significance-method-versions/${methods['M2']!.first.id}/what-if`,
      { threshold: 500 },
      { expect: 422 },
    );
    expect(bad.body.reasons).toMatchObject([{ code: 'threshold-unreachable', field: '/threshold' }]);
  });

  it('answers otherwise by M1 with the same scores, and keeps the older assessments', async () => {
    await assessAll('M1', ({ scores: { S, P } }) => ({ scores: { S, P }, gates: {} }));
    expect(await significant()).toEqual(byM1);
    expect((await eva.get(`${urls[11]}/assessments`)).body.items).toMatchObject([
      { method: 'M2 v1', score: 30, significant: false, watch: true },
      { method: 'M1 v1', score: 15, significant: true },
    ]);
  });

  it('shows significance as it was known at an instant', async () => {
    const [, second] = (await eva.get(`${urls[10]}/assessments`)).body.items;
    const earlier = new Date(Date.parse(second.createdAt) - 1).toISOString();
    expect((await eva.get(`${urls[10]}?asOf=${earlier}`)).body).toMatchObject({
      significance: { method: 'M2 v1', significant: true },
      transitions: [],
    });
    expect((await eva.get(urls[10]!)).body).toMatchObject({ significance: { method: 'M1 v1', significant: false } });
  });

  it('never changes an assessment, not even past the API', async () => {
    const { rows } = await api.database.owner.query(
      `SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = 'aspect_assessment' AND grantee = 'continua_app' ORDER BY 1`,
    );
    expect(rows.map(({ privilege_type: privilege }) => privilege)).toEqual(['INSERT', 'SELECT']);
    const [one] = (await eva.get(`${urls[0]}/assessments`)).body.items;
    await eva.send('PATCH', `${urls[0]}/assessments/${one.id}`, { significant: false }, { ifMatch: 1, expect: 404 });
    await expect(api.arrange((tx) => tx.sql('UPDATE aspect_assessment SET significant = false'))).rejects.toThrow(
      'permission denied',
    );
  });
});

describe('aspects', () => {
  let api: TestApi;
  let eva: Client;
  let top: Client;
  let olga: Client;
  let employee: Client;
  let site: string;
  let methods: Awaited<ReturnType<typeof methodsOf>>;
  let m2: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    eva = await api.as({ roles: ['environmental_manager'], name: 'Eva Environment' });
    top = await api.as({ roles: ['top_management'] });
    olga = await api.as({ roles: ['process_owner'] });
    employee = await api.as({});
    methods = await methodsOf(top);
    m2 = methods['M2']!.first.id;
  });
  afterAll(() => api.stop());

  const register = async (fields: object = {}): Promise<string> =>
    `/aspects/${(await eva.post('/aspects', { ...registered, siteId: site, ...fields })).body.id}`;
  const byM2 = (fields: object = {}) => ({
    methodVersionId: m2,
    scores: { S: 4, P: 5, D: 3 },
    gates: { L: false, K: false },
    ...fields,
  });
  const refused = async (who: Client, url: string, body: object, status: number) =>
    (await who.post(url, body, { expect: status })).body.reasons;

  it('is closed to strangers and to whoever may only read', async () => {
    const url = await register();
    await api.anonymous.get('/aspects', { expect: 401 });
    await api.anonymous.post(`${url}/assessments`, byM2(), { expect: 401 });
    await employee.get(url);
    await employee.post('/aspects', registered, { expect: 403 });
    await employee.change(url, { indicator: 'x' }, { expect: 403 });
    await employee.move(url, 'retire', { reason: 'x', expect: 403 });
    await olga.post(`${url}/assessments`, byM2(), { expect: 403 });
    await employee.post('/significance-methods/defaults', undefined, { expect: 403 });
    await employee.post(
      '/significance-methods',
      { code: 'X', name: 'X', definition: methods['M1']!.first.definition },
      { expect: 403 },
    );
  });

  it('lets a process owner change only their own', async () => {
    const hers = await register({ ownerId: olga.personId });
    const other = await register();
    await olga.change(hers, { objective: '−25 %' });
    expect((await olga.change(other, { objective: '−25 %' }, { expect: 403 })).body.reasons).toMatchObject([
      { code: 'not-the-owner' },
    ]);
    await olga.post('/aspects', { ...registered, siteId: site });
  });

  it('keeps who changed what and why, and asks why when the aspect itself changes', async () => {
    const url = await register({ ownerId: eva.personId });
    expect((await eva.change(url, { condition: 'abnormal' }, { expect: 422 })).body.reasons).toMatchObject([
      { code: 'reason-required', field: '/condition' },
    ]);
    const { body } = await eva.change(url, { condition: 'abnormal', reason: 'Only at start-up' });
    const [line] = (await eva.get(`/history/aspect/${body.id}`)).body.items;
    expect(line).toMatchObject({
      act: 'aspect.edit',
      actorName: 'Eva Environment',
      reason: 'Only at start-up',
      changes: [{ field: 'condition', before: 'normal', after: 'abnormal' }],
    });
  });

  it('adds, changes and withdraws impacts', async () => {
    const url = await register();
    const { body } = await eva.post(`${url}/impacts`, {
      category: 'human_health',
      description: 'Neighbours',
      sign: 'adverse',
    });
    await eva.patch(`${url}/impacts/${body.id}`, { withdrawnOn: '2026-11-01' }, { ifMatch: 1, expect: 422 });
    await eva.patch(`${url}/impacts/${body.id}`, { withdrawnOn: '2026-11-01', reason: 'Moved away' }, { expect: 428 });
    await eva.patch(`${url}/impacts/${body.id}`, { withdrawnOn: '2026-11-01', reason: 'Moved away' }, { ifMatch: 1 });
    expect((await eva.get(`${url}/impacts`)).body.items).toMatchObject([
      { category: 'air_quality' },
      { withdrawnOn: '2026-11-01', version: 2 },
    ]);
    await eva.patch(
      `${await register()}/impacts/${body.id}`,
      { sign: 'adverse', reason: 'x' },
      { ifMatch: 2, expect: 404 },
    );
  });

  it('retires an aspect with a reason and takes it back', async () => {
    const url = await register();
    await eva.move(url, 'retire', { expect: 422 });
    expect((await eva.move(url, 'retire', { reason: 'Line sold' })).body).toMatchObject({
      state: 'retired',
      retiredOn: expect.any(String),
    });
    await eva.change(url, { indicator: 'x' }, { expect: 409 });
    await eva.post(`${url}/assessments`, byM2(), { expect: 409 });
    await eva.move(url, 'retire', { reason: 'Again', expect: 409 });
    expect((await eva.move(url, 'reinstate', { reason: 'Bought back' })).body).toMatchObject({
      state: 'active',
      retiredOn: null,
    });
  });

  it('refuses stale, blind, malformed and foreign input, naming the field', async () => {
    const url = await register();
    await eva.patch(url, { indicator: 'x' }, { expect: 428 });
    await eva.change(url, { indicator: 'kg/t' });
    await eva.patch(url, { indicator: 'x' }, { ifMatch: 1, expect: 412 });
    const bad = async (fields: object, code: string, field: string) =>
      expect(await refused(eva, '/aspects', { ...registered, ...fields }, 422)).toContainEqual(
        expect.objectContaining({ code, field }),
      );
    await bad({ condition: 'sometimes' }, 'is-in', '/condition');
    await bad({ siteId: eva.personId }, 'unknown-reference', '/siteId');
    await bad({ reference: 'ASP-1' }, 'unknown-field', '/reference');
    await bad({ controls: [[]] }, 'is-object', '/controls');
    await bad({ controls: [{ kind: 'hope', description: 'x' }] }, 'is-in', '/controls/0/kind');
    await bad({ impacts: [{ category: 'none', description: 'x', sign: 'adverse' }] }, 'is-in', '/impacts/0/category');
    await eva.change(url, { siteId: null }, { expect: 422 });
    await eva.get('/aspects?significant=perhaps', { expect: 422 });
    const stranger = await api.as({
      orgId: await api.foundOrganisation('Elsewhere'),
      roles: ['environmental_manager'],
    });
    await stranger.get(url, { expect: 404 });
    await stranger.get(`${url}/assessments`, { expect: 404 });
    await stranger.post(`${url}/assessments`, byM2(), { expect: 404 });
    await stranger.get(`/significance-method-versions/${m2}`, { expect: 404 });
    await stranger.post(`/significance-method-versions/${m2}/what-if`, {}, { expect: 404 });
  });

  it('shows aspects only to those who hold environment for the site', async () => {
    const elsewhere = await api.site('HAM');
    const url = await register();
    const quality = await api.as({ disciplines: ['quality'] });
    await quality.get(url, { expect: 404 });
    await quality.get(`${url}/assessments`, { expect: 404 });
    expect((await quality.get('/aspects')).body.items).toEqual([]);
    expect((await quality.get('/significance-methods')).body.items).toEqual([]);
    await quality.get(`/significance-method-versions/${m2}`, { expect: 404 });
    const hamburg = await api.as({ roles: ['environmental_manager'], siteIds: [elsewhere] });
    await hamburg.get(url, { expect: 404 });
    await hamburg.post('/aspects', { ...registered, siteId: site }, { expect: 403 });
    await hamburg.post('/aspects', { ...registered, siteId: elsewhere });
    expect((await hamburg.get('/aspects?count=true')).body.total).toBe(1);
    const preview = await hamburg.post(
      `/significance-method-versions/${m2}/what-if`,
      { threshold: 2 },
      { expect: 200 },
    );
    expect(preview.body).toMatchObject({ evaluated: 0, flips: [] });
  });

  it('lets the quality manager read the register of their sites, and no more', async () => {
    const quality = await api.as({ roles: ['quality_manager'], siteIds: [site] });
    const url = await register();
    const { body } = await quality.get(url);
    expect(body.transitions.every(({ allowed }: { allowed: boolean }) => !allowed)).toBe(true);
    expect((await quality.get('/aspects?count=true&limit=1')).body.total).toBeGreaterThan(0);
    await quality.get(`${url}/assessments`);
    await quality.get(`/significance-method-versions/${m2}`);
    await quality.post('/aspects', { ...registered, siteId: site }, { expect: 403 });
    await quality.change(url, { title: 'Mine', reason: 'x' }, { expect: 403 });
    await quality.post(`${url}/assessments`, byM2(), { expect: 403 });
    const elsewhere = await api.as({ roles: ['quality_manager'], siteIds: [await api.site('FRA')] });
    await elsewhere.get(url, { expect: 404 });
    const { permissions } = (await quality.get('/session')).body;
    const held = (permission: string) =>
      permissions.find((one: { permission: string }) => one.permission === permission)?.disciplines;
    expect([held('aspect:read'), held('nonconformity:read')]).toEqual([['quality', 'environment'], ['quality']]);
  });

  it('does not let environment at one site open another site that is held for quality', async () => {
    const [held, other] = [await api.site('ONE'), await api.site('TWO')];
    const mixed = await api.as({ roles: ['environmental_manager'], siteIds: [held] });
    await api.arrange((tx) =>
      tx.sql(
        `INSERT INTO role_grant (org_id, id, person_id, role, disciplines, site_ids) VALUES ($1, gen_random_uuid(), $2, 'employee', '{quality}', ARRAY[$3::uuid])`,
        [api.orgId, mixed.personId, other],
      ),
    );
    const seen = await register({ siteId: held });
    const hidden = await register({ siteId: other });
    await mixed.get(seen);
    await mixed.get(hidden, { expect: 404 });
    const { body } = await mixed.get(`/aspects?limit=200&count=true&siteId=${other}`);
    expect(body).toMatchObject({ items: [], total: 0 });
    expect((await mixed.get(`/aspects?count=true&siteId=${held}`)).body.total).toBe(1);
  });
});
