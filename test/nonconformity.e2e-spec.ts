import { startApi, type TestApi } from './support/api.js';
import { type Client, testPassword } from './support/client.js';
import { implemented } from './support/nonconforming.js';
import { expected } from './support/waiting.js';

const signature = { password: testPassword };

describe('nonconformities', () => {
  let api: TestApi;
  let olga: Client;
  let manager: Client;
  let second: Client;
  let verifier: Client;
  let site: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    olga = await api.as({ name: 'Olga Owner' });
    manager = await api.as({ roles: ['quality_manager'], name: 'Max Manager' });
    second = await api.as({ roles: ['quality_manager'] });
    verifier = await api.as({ roles: ['internal_auditor'] });
  });
  afterAll(() => api.stop());

  const draft = (fields: object = {}) => ({
    title: 'Torque out of range',
    source: 'inspection',
    disciplines: ['quality'],
    detectedOn: '2026-03-02',
    siteId: site,
    clauses: ['ISO 9001:2026 / 8.7', 'ISO 9001:2015 / 8.7.1'],
    requirement: 'WI-17: 40 ± 2 Nm',
    evidence: '3 of 20 parts of lot 4711 at 35 Nm',
    statement: 'Parts were released below the minimum torque.',
    ...fields,
  });

  /** Raises one and brings it to a state on the straight way. */
  async function at(
    state: 'open' | 'containment' | 'analysis' | 'planning' | 'implementation' | 'effectiveness',
    fields: object = {},
  ): Promise<string> {
    const { body } = await olga.post('/nonconformities', draft(fields));
    const url = `/nonconformities/${body.id}`;
    await olga.move(url, 'submit');
    if (state === 'open') return url;
    await manager.change(url, { severity: 'S2', extent: 'E1', ownerId: olga.personId, reason: 'Triage' });
    await manager.move(url, 'accept');
    if (state === 'containment') return url;
    await olga.change(url, {
      consequences: 'None at the customer',
      containments: [{ kind: 'containment', description: 'Lot quarantined', doneOn: '2026-03-02', result: 'Blocked' }],
    });
    await olga.move(url, 'analyse');
    if (state === 'analysis') return url;
    await olga.change(url, { investigatorId: olga.personId, similarCheck: 'Line 3 checked, none', fiveWhys: [whys] });
    await manager.move(url, 'acceptCauses');
    if (state === 'planning') return url;
    await olga.change(url, {
      effectivenessCriterion: '0 of 50 parts below 38 Nm',
      effectivenessMethod: 'Sampling',
      verifierId: verifier.personId,
      effectivenessCheckOn: '2026-11-01',
      changesDecided: 'WI-17',
    });
    const { body: action } = await olga.post('/actions', {
      nonconformityId: body.id,
      causeId: 'w2',
      title: 'Change bits every 5,000 cycles',
      deliverable: 'Maintenance plan',
      ownerId: olga.personId,
      dueOn: '2026-06-01',
    });
    await manager.move(url, 'approvePlan');
    if (state === 'implementation') return url;
    await olga.change(`/actions/${action.id}`, { completion: 'Plan MP-4 in force' });
    await olga.move(`/actions/${action.id}`, 'complete');
    await manager.move(`/actions/${action.id}`, 'accept');
    await olga.change(url, { containmentRemoval: 'Quarantine lifted', updatesDone: 'WI-17 rev 4' });
    await olga.move(url, 'completeImplementation');
    return url;
  }

  const whys = {
    leg: 'occurrence',
    nodes: [
      { id: 'w1', parentId: null, statement: 'The bit was worn', verified: true, root: false },
      {
        id: 'w2',
        parentId: 'w1',
        statement: 'Nobody changes bits by plan',
        verified: true,
        root: true,
        category: 'equipment',
      },
    ],
  };

  it('lists its actions by kind, and apart those that still want something', async () => {
    const url = await at('implementation');
    const { body: nonconformity } = await manager.get(url);
    const actions = async (filter: string) =>
      (await manager.get(`/actions?nonconformityId=${nonconformity.id}&${filter}`)).body.items as { id: string }[];
    expect(await actions('open=true')).toMatchObject([{ state: 'planned', kind: 'corrective' }]);
    expect(await actions('kind=improvement')).toEqual([]);
    const [action] = await actions('open=true&kind=corrective');
    await olga.change(`/actions/${action!.id}`, { completion: 'Plan MP-4 in force' });
    await olga.move(`/actions/${action!.id}`, 'complete');
    expect(await actions('open=true')).toMatchObject([{ state: 'done' }]);
    await manager.move(`/actions/${action!.id}`, 'accept');
    expect(await actions('open=true')).toEqual([]);
    expect(await actions('open=false')).toMatchObject([{ state: 'accepted' }]);
  });

  it('is closed to strangers', async () => {
    await api.anonymous.get('/nonconformities', { expect: 401 });
    await api.anonymous.post('/nonconformities', draft(), { expect: 401 });
  });

  it('goes from a draft to verified closure, and the history tells who did what', async () => {
    const url = await at('effectiveness');
    await verifier.post(`${url}/effectiveness-checks`, {
      checkedOn: '2026-11-02',
      result: 'effective',
      evidence: '50 of 50 in range',
      comment: 'Nothing similar',
      signature,
    });
    const { body: closed } = await manager.move(url, 'close', { reason: 'Verified by sampling' });
    expect(closed).toMatchObject({
      state: 'closed',
      cycle: 1,
      reference: expect.stringMatching(/^NC-\d{4}-\d{4}$/),
      transitions: [expect.objectContaining({ action: 'reopen', to: 'analysis' })],
    });
    await olga.change(url, { consequences: 'Rewritten' }, { expect: 409 });

    const { body: history } = await manager.get(`/history/nonconformity/${closed.id}`);
    expect(history.items[0]).toMatchObject({
      act: 'nonconformity.close',
      actorName: 'Max Manager',
      reason: 'Verified by sampling',
      via: 'ui',
      version: closed.version,
    });
    expect(history.items[0].changes).toContainEqual({ field: 'state', before: 'effectiveness', after: 'closed' });
    expect(history.items.at(-1)).toMatchObject({ version: 1, actorName: 'Olga Owner' });
    expect(history.items.map((entry: { version: number }) => entry.version)).toEqual(
      Array.from({ length: closed.version }, (_, index) => closed.version - index),
    );
  });

  it('shows a record as it stood', async () => {
    const { body: first } = await olga.post('/nonconformities', draft({ title: 'First words' }));
    await olga.change(`/nonconformities/${first.id}`, { title: 'Other words' });
    const { body: then } = await olga.get(`/nonconformities/${first.id}?asOf=${first.createdAt}`);
    expect(then).toMatchObject({
      title: 'First words',
      version: 1,
      createdAt: first.createdAt,
      clauses: first.clauses,
      transitions: [],
    });
    expect((await olga.get(`/nonconformities/${first.id}`)).body.title).toBe('Other words');
    const past = (kind: string, id: string, at: string) => `/history/${kind}/${id}/record?at=${at}`;
    expect((await olga.get(past('nonconformity', first.id, first.createdAt))).body.record.title).toBe('First words');
    const { createdAt } = (await olga.get(`/sites/${site}`)).body;
    expect((await olga.get(past('site', site, createdAt))).body.record).toMatchObject({ code: 'BER', version: 1 });
    await olga.get(past('site', site, '2020-01-01T00:00:00Z'), { expect: 404 });
    await olga.get(past('site', site, 'yesterday'), { expect: 422 });
    await olga.get(`/nonconformities/${first.id}?asOf=2020-01-01T00:00:00Z`, { expect: 404 });
  });

  it('tells what stands in the way, in the record and when refusing', async () => {
    const { body } = await olga.post('/nonconformities', draft({ statement: null }));
    const url = `/nonconformities/${body.id}`;
    expect(body.transitions).toEqual([
      {
        action: 'submit',
        to: 'open',
        allowed: false,
        reasonRequired: false,
        reasons: [
          {
            code: 'missing',
            field: '/statement',
            message: 'Fill in first: statement.',
            values: { what: 'statement' },
          },
        ],
        signs: null,
      },
    ]);
    const { body: problem, headers } = await olga.move(url, 'submit', { expect: 422 });
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(problem).toMatchObject({
      type: '/problems/refused',
      status: 422,
      reasons: [{ code: 'missing', field: '/statement' }],
    });
    await olga.move(url, 'close', { expect: 409 });
    await olga.move(url, 'vanish', { expect: 422 });
    await verifier.move(url, 'submit', { expect: 403 });
  });

  it('keeps duties apart', async () => {
    const planned = await at('analysis');
    await olga.change(planned, { investigatorId: manager.personId, similarCheck: 'None', fiveWhys: [whys] });
    expect((await manager.move(planned, 'acceptCauses', { expect: 403 })).body.reasons).toMatchObject([
      { code: 'approver-is-investigator', field: '/investigatorId' },
    ]);
    await second.move(planned, 'acceptCauses');

    const waiting = await at('effectiveness');
    await olga.post(
      `${waiting}/effectiveness-checks`,
      { checkedOn: '2026-11-02', result: 'effective', evidence: 'I say so', comment: null },
      { expect: 403 },
    );
    await manager.move(waiting, 'close', { expect: 422, reason: 'Now' });
  });

  it('lets a small organisation justify instead, and says so on the record', async () => {
    const orgId = await api.foundOrganisation('Two Friends');
    const boss = await api.as({ orgId, roles: ['quality_manager', 'system_administrator'] });
    const { body: organisation } = await api.database.owner.query('SELECT 1').then(() => ({ body: { orgId } }));
    await api.arrange(
      async (tx) => void (await tx.sql(`UPDATE organisation SET justifiable_rules = ARRAY['closer-is-owner']`)),
      organisation,
    );
    const { body } = await boss.post(
      '/nonconformities',
      draft({ siteId: await api.site('ONE', orgId), severity: 'S1', extent: 'E1', ownerId: boss.personId }),
    );
    const url = `/nonconformities/${body.id}`;
    await boss.move(url, 'submit');
    await boss.move(url, 'accept');
    await boss.change(url, {
      containmentNotApplicable: 'Paper only',
      correctionOnlyJustification: 'A typing error',
      similarCheck: 'None',
      correctionVerification: 'Read again',
    });
    await boss.move(url, 'closeCorrected', { expect: 422 });
    expect((await boss.move(url, 'closeCorrected', { reason: 'We are two' })).body).toMatchObject({
      state: 'closed',
      correctionOnly: true,
      flags: ['closer-is-owner'],
    });
  });

  it('has two people behind the closure of a major one, whatever a small organisation may justify', async () => {
    const orgId = await api.foundOrganisation('Two Sisters');
    const boss = await api.as({ orgId, roles: ['quality_manager'] });
    const sister = await api.as({ orgId, roles: ['quality_manager'] });
    const worker = await api.as({ orgId });
    await api.arrange(
      async (tx) => void (await tx.sql(`UPDATE organisation SET justifiable_rules = ARRAY['closer-is-owner']`)),
      { orgId },
    );
    const handlers = { owner: boss, manager: sister, verifier: sister };
    const url = await implemented(handlers, await api.site('TWO', orgId), worker, { legalBreach: true });
    const check = { checkedOn: '2026-11-02', result: 'effective', evidence: '50 of 50', comment: 'None', signature };
    await sister.post(`${url}/effectiveness-checks`, check);
    expect((await boss.get(url)).body).toMatchObject({ grade: 'major', state: 'effectiveness' });
    const refused = await boss.move(url, 'close', { reason: 'We are two', expect: 403 });
    expect(refused.body.reasons).toMatchObject([{ code: 'closer-is-owner' }]);
    expect([await expected(boss, url), await expected(sister, url)]).toEqual([[], ['close']]);
    const nobody = await boss.change(url, { ownerId: null, reason: 'Nobody' }, { expect: 422 });
    expect(nobody.body.reasons).toMatchObject([{ code: 'owner-required', field: '/ownerId' }]);
    await boss.change(url, { ownerId: sister.personId, reason: 'Takes over' });
    expect([await expected(boss, url), await expected(sister, url)]).toEqual([['close'], []]);
    expect((await boss.move(url, 'close', { reason: 'Seen' })).body).toMatchObject({ state: 'closed', flags: [] });
  });

  it('grades by the matrix, raises the grade for a breach of law, and needs a second person to lower it', async () => {
    const url = await at('open');
    expect(
      (await manager.change(url, { severity: 'S1', extent: 'E1', legalBreach: true, reason: 'Triage' })).body.grade,
    ).toBe('major');
    await manager.change(url, { legalBreach: false, reason: 'It was none' }, { expect: 403 });
    expect((await second.change(url, { legalBreach: false, reason: 'It was none' })).body.grade).toBe('minor');
  });

  it('refuses correction only for what is not minor', async () => {
    const url = await at('containment', { severity: 'S3', extent: 'E1' });
    await manager.change(url, { severity: 'S3', extent: 'E2', reason: 'Seen twice' });
    const { body } = await second.move(url, 'closeCorrected', { expect: 422 });
    expect(body.reasons.map((reason: { code: string }) => reason.code)).toContain('not-minor');
  });

  it('begins a new cycle when it did not help, and keeps the old one', async () => {
    const url = await at('effectiveness');
    await verifier.post(`${url}/effectiveness-checks`, {
      checkedOn: '2026-11-02',
      result: 'not_effective',
      evidence: '4 of 50 below',
      comment: 'Again',
      signature,
    });
    await verifier.move(url, 'repeatAnalysis', { expect: 422 });
    const { openedOn, ...before } = (await olga.get(url)).body;
    expect(before).toMatchObject({ containedOn: openedOn, causesAcceptedOn: openedOn, planApprovedOn: openedOn });
    const { body } = await verifier.move(url, 'repeatAnalysis', { reason: 'Still below' });
    expect(body).toMatchObject({ state: 'analysis', cycle: 2, implementedOn: null, containedOn: openedOn });
    expect(body).toMatchObject({ causesAcceptedOn: null, planApprovedOn: null });
    expect((await manager.get(`${url}/cycles`)).body.items).toMatchObject([
      { cycle: 1, reason: 'Still below', fiveWhys: [{ nodes: [{ id: 'w1' }, { id: 'w2' }] }] },
    ]);
  });

  it('lets an id stand for one cause, so that no action answers two', async () => {
    const url = await at('analysis');
    await olga.change(url, { fiveWhys: [whys] });
    const { body } = await olga.change(url, { fiveWhys: [whys, { ...whys, leg: 'escape' }] }, { expect: 422 });
    expect(body.reasons).toContainEqual(
      expect.objectContaining({ code: 'duplicate-id', field: '/fiveWhys/1/nodes/0/id' }),
    );
    const fishbone = {
      problem: 'Torque',
      categories: [{ key: 'machine', causes: [{ id: 'w2', parentId: null, statement: 'Bit', state: 'confirmed' }] }],
    };
    await olga.change(url, { ishikawa: fishbone }, { expect: 422 });
    await olga.change(url, { siteId: null }, { expect: 409 });
  });

  it('counts due dates by the calendar of the site', async () => {
    const administrator = await api.as({ roles: ['system_administrator'] });
    const days = Array.from({ length: 30 }, (_, n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10));
    const { body: closed } = await administrator.post('/sites', {
      code: 'CAL',
      name: 'Closed for a month',
      holidays: days,
    });
    expect((await administrator.get(`/sites/${closed.id}`)).body.holidays).toEqual(days);
    const { body } = await olga.post(
      '/nonconformities',
      draft({ siteId: closed.id, severity: 'S1', extent: 'E1', ownerId: olga.personId }),
    );
    await olga.move(`/nonconformities/${body.id}`, 'submit');
    const { body: accepted } = await manager.move(`/nonconformities/${body.id}`, 'accept');
    expect(accepted.containmentDueOn > days.at(-1)!).toBe(true);
    expect(accepted.dueOn).toBe(accepted.containmentDueOn);
  });

  it('moves a due date only with the consent of someone else, and keeps the first one', async () => {
    const url = await at('analysis');
    const { body: before } = await olga.get(url);
    const { body: wish } = await olga.post(`${url}/due-date-extensions`, {
      toOn: '2027-12-01',
      reason: 'Supplier is on holiday',
    });
    await olga.patch(`${url}/due-date-extensions/${wish.id}`, { decision: 'approved' }, { ifMatch: 1, expect: 403 });
    await manager.patch(`${url}/due-date-extensions/${wish.id}`, { decision: 'approved' }, { ifMatch: 1 });
    expect((await olga.get(url)).body).toMatchObject({
      dueOn: '2027-12-01',
      causesDueOn: '2027-12-01',
      extensions: 1,
      originalDueOn: before.originalDueOn,
    });
  });

  it('refuses stale, blind, malformed, unknown and foreign input, naming the field', async () => {
    const { body, headers } = await olga.post('/nonconformities', draft());
    const url = `/nonconformities/${body.id}`;
    expect(headers.get('etag')).toBe('"1"');
    await olga.patch(url, { title: 'No version' }, { expect: 428 });
    await olga.change(url, { title: 'Second' });
    expect((await olga.patch(url, { title: 'Third' }, { ifMatch: 1, expect: 412 })).body.type).toBe('/problems/stale');
    const bad = async (fields: object, code: string, field: string) =>
      expect((await olga.post('/nonconformities', draft(fields), { expect: 422 })).body.reasons).toContainEqual(
        expect.objectContaining({ code, field }),
      );
    await bad({ state: 'closed' }, 'unknown-field', '/state');
    await bad({ title: '' }, 'min-length', '/title');
    await bad({ title: 'a\u0000b' }, 'is-storable', '/title');
    await bad({ detectedOn: '2026-02-30' }, 'is-day', '/detectedOn');
    await bad({ disciplines: [] }, 'array-min-size', '/disciplines');
    await bad({ clauses: ['ISO 9001:2026 / 99'] }, 'unknown-clause', '/clauses/0');
    await bad({ ownerId: '0199b8a1-0000-7000-8000-000000000001' }, 'unknown-reference', '/ownerId');
    await bad(
      { containments: [{ kind: 'magic', description: 'x', doneOn: null, result: null }] },
      'is-in',
      '/containments/0/kind',
    );
    await olga.send('POST', '/nonconformities', '{"title":', { expect: 400 });
    await olga.send('POST', '/nonconformities', 'x'.repeat(1_100_000), { expect: 413 });
    await olga.send('POST', '/nonconformities', 'a=b', { expect: 415, headers: { 'content-type': 'text/csv' } });
    await olga.get('/nonconformities/not-an-id', { expect: 404 });
    await olga.get('/nonconformities?stat=open', { expect: 422 });
    await olga.get('/nonconformities?sort=evidence', { expect: 422 });
    await olga.get('/nonconformities?cursor=abc', { expect: 422 });
    const stranger = await api.as({ orgId: await api.foundOrganisation('Elsewhere'), roles: ['quality_manager'] });
    await stranger.get(url, { expect: 404 });
    await stranger.patch(url, { title: 'Mine' }, { ifMatch: 2, expect: 404 });
  });

  it('shows each discipline and site only to those who hold it', async () => {
    const elsewhere = await api.site('HAM');
    const { body } = await olga.post('/nonconformities', draft({ title: 'Only Berlin' }));
    const hamburg = await api.as({ siteIds: [elsewhere] });
    await hamburg.get(`/nonconformities/${body.id}`, { expect: 404 });
    expect((await hamburg.get('/nonconformities?count=true')).body.total).toBe(0);
    await hamburg.post('/nonconformities', draft(), { expect: 403 });
    const split = await api.as({
      grants: [
        { role: 'employee', disciplines: ['quality'], siteIds: [elsewhere] },
        { role: 'employee', disciplines: ['environment'], siteIds: [site] },
      ],
    });
    await split.get(`/nonconformities/${body.id}`, { expect: 404 });
    expect((await split.get('/nonconformities?count=true')).body.total).toBe(0);
    const environment = await api.as({ disciplines: ['environment'] });
    await environment.get(`/nonconformities/${body.id}`, { expect: 404 });
    expect((await environment.get('/nonconformities')).body.items).toEqual([]);
  });

  it('has one effect for one idempotency key', async () => {
    const body = draft({ title: 'Once only' });
    const first = await olga.post('/nonconformities', body, { key: 'k-1' });
    const again = await olga.post('/nonconformities', body, { key: 'k-1' });
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('etag')).toBe('"1"');
    await olga.post('/nonconformities', draft({ title: 'Other' }), { key: 'k-1', expect: 422 });
    await manager.post('/nonconformities', body, { key: 'k-1' });
    const crowd = await Promise.all(
      Array.from({ length: 20 }, () =>
        olga.send('POST', '/nonconformities', draft({ title: 'Crowd' }), { key: 'k-2' }),
      ),
    );
    expect(crowd.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect((await olga.get('/nonconformities?q=Crowd&count=true')).body.total).toBe(1);
  });

  it('pages through a list without losing or repeating a record', async () => {
    const reader = await api.as({ roles: ['top_management'] });
    for (const sort of ['', '&sort=dueOn', '&sort=-title']) {
      const all = (await reader.get(`/nonconformities?limit=200${sort}`)).body.items.map(
        (item: { id: string }) => item.id,
      );
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await reader.get(
          `/nonconformities?limit=3${sort}${cursor ? `&cursor=${cursor}` : ''}`,
        );
        seen.push(...body.items.map(({ id }) => id));
        cursor = body.nextCursor;
      }
      expect(seen).toEqual(all);
      expect(new Set(seen).size).toBe(all.length);
    }
    const { body } = await reader.get('/nonconformities?open=true&discipline=quality&q=torque&count=true&limit=1');
    expect(body.items[0]).not.toHaveProperty('evidence');
    expect(body.total).toBeGreaterThan(5);
  });
});
