import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';

describe('complaints', () => {
  let api: TestApi;
  let clerk: Client;
  let owner: Client;
  let manager: Client;
  let site: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    clerk = await api.as({ name: 'Carla Clerk' });
    owner = await api.as({ name: 'Olga Owner' });
    manager = await api.as({ roles: ['quality_manager'], name: 'Max Manager' });
  });
  afterAll(() => api.stop());

  const told = (fields: object = {}) => ({
    customer: 'Nordlicht Pumps AB',
    channel: 'email',
    receivedOn: '2026-03-02',
    siteId: site,
    product: 'Pump housing PH-20',
    lot: '4711',
    description: 'Two of twelve housings leak at the flange.',
    ...fields,
  });

  /** Registers one and brings it to a state on the straight way. */
  async function at(
    state: 'acknowledged' | 'assessed' | 'answered',
    { justified = true, ...fields }: { justified?: boolean; duplicateOfId?: string } = {},
  ): Promise<string> {
    const { body } = await clerk.post('/complaints', told(fields));
    const url = `/complaints/${body.id}`;
    await manager.change(url, { ownerId: owner.personId });
    await owner.move(url, 'acknowledge');
    if (state === 'acknowledged') return url;
    await owner.change(url, { seriousness: 'medium', assessment: 'Flange scratched in transport.', justified });
    await manager.move(url, 'assess');
    if (state === 'assessed') return url;
    await owner.change(url, { answer: 'We replace the two housings.' });
    await owner.move(url, 'answer');
    return url;
  }

  const raised = { requirement: 'Drawing PH-20 rev C: flange face Ra 1.6' };

  it('is closed to strangers', async () => {
    await api.anonymous.get('/complaints', { expect: 401 });
    await api.anonymous.post('/complaints', told(), { expect: 401 });
  });

  it('goes from receipt over a nonconformity to closure, and the history tells who did what', async () => {
    const { body: first, headers } = await clerk.post('/complaints', told());
    expect(headers.get('etag')).toBe('"1"');
    expect(first).toMatchObject({
      reference: expect.stringMatching(/^CMP-\d{4}-\d{4}$/),
      state: 'received',
      disciplines: ['quality'],
      registeredById: clerk.personId,
      lateEntry: true,
      satisfied: 'unknown',
    });

    const url = await at('answered');
    const { body: complaint } = await owner.post(`${url}/nonconformity`, raised);
    const { body: nonconformity } = await owner.get(`/nonconformities/${complaint.nonconformityId}`);
    expect(nonconformity).toMatchObject({
      state: 'open',
      source: 'customer_complaint',
      disciplines: ['quality'],
      siteId: site,
      title: `Complaint ${complaint.reference}`,
      detectedOn: '2026-03-02',
      evidence: 'Two of twelve housings leak at the flange.',
      statement: 'Flange scratched in transport.',
      ownerId: owner.personId,
    });
    await owner.change(url, { decisionCommunicatedOn: complaint.answeredOn, satisfied: 'yes' });
    const { body: closed } = await manager.move(url, 'close');
    expect(closed).toMatchObject({ state: 'closed', closedOn: complaint.answeredOn, satisfied: 'yes', flags: [] });
    expect(closed.transitions).toEqual([expect.objectContaining({ action: 'reopen', to: 'acknowledged' })]);

    const { body: history } = await manager.get(`/history/complaint/${closed.id}`);
    expect(history.items[0]).toMatchObject({ act: 'complaint.close', actorName: 'Max Manager' });
    expect(history.items.map(({ act }: { act: string }) => act)).toEqual(
      expect.arrayContaining(['complaint.raiseNonconformity', 'complaint.answer', 'complaint.assess']),
    );
    expect(history.items.at(-1)).toMatchObject({ version: 1, act: 'complaint.register', actorName: 'Carla Clerk' });
    const { body: then } = await manager.get(`${url}?asOf=${history.items.at(-1).at}`);
    expect(then).toMatchObject({ state: 'received', ownerId: null, justified: null, version: 1, transitions: [] });
  });

  it('closes a justified complaint only with a nonconformity, and never by its owner', async () => {
    const url = await at('answered');
    expect((await manager.move(url, 'close', { expect: 422 })).body.reasons).toMatchObject([
      { code: 'missing', field: '/nonconformityId' },
    ]);
    await manager.change(url, { ownerId: manager.personId, reason: 'Olga is ill' });
    await manager.post(`${url}/nonconformity`, raised);
    expect((await manager.move(url, 'close', { expect: 403 })).body.reasons).toMatchObject([
      { code: 'closer-is-owner', field: '/ownerId' },
    ]);
    await owner.move(url, 'close', { expect: 403 });

    const { body: original } = await manager.get(url);
    const repeated = await at('answered', { duplicateOfId: original.id });
    expect((await manager.move(repeated, 'close')).body).toMatchObject({ state: 'closed', nonconformityId: null });
  });

  it('closes an unjustified complaint only with a reason', async () => {
    const url = await at('answered', { justified: false });
    const close = (await manager.get(url)).body.transitions.find(
      ({ action }: { action: string }) => action === 'close',
    );
    expect(close).toMatchObject({ allowed: true, reasonRequired: true });
    expect((await manager.move(url, 'close', { expect: 422 })).body.reasons).toMatchObject([
      { code: 'reason-required', field: '/reason' },
    ]);
    expect((await manager.move(url, 'close', { reason: 'Used beyond its rating' })).body.state).toBe('closed');
    const { body: history } = await manager.get(`/history/complaint/${url.split('/')[2]}`);
    expect(history.items[0]).toMatchObject({ act: 'complaint.close', reason: 'Used beyond its rating' });
  });

  it('leads to one nonconformity, once it is found justified', async () => {
    const code = async (url: string) =>
      (await manager.post(`${url}/nonconformity`, raised, { expect: 409 })).body.reasons[0].code;
    expect(await code(await at('acknowledged'))).toBe('wrong-state');
    expect(await code(await at('assessed', { justified: false }))).toBe('not-justified');
    const url = await at('assessed');
    await clerk.post(`${url}/nonconformity`, raised, { expect: 403 });
    const refused = await owner.post(
      `${url}/nonconformity`,
      { ...raised, clauses: ['ISO 9001:2026 / 99'] },
      { expect: 422 },
    );
    expect(refused.body.reasons).toMatchObject([{ code: 'unknown-clause', field: '/clauses/0' }]);
    expect((await owner.get(url)).body.nonconformityId).toBeNull();
    await owner.post(`${url}/nonconformity`, raised);
    expect(await code(url)).toBe('raised-already');
  });

  it('is reopened with a reason and assessed anew', async () => {
    const url = await at('answered', { justified: false });
    await manager.change(url, { satisfied: 'no' });
    await manager.move(url, 'close', { reason: 'Not our fault' });
    await manager.change(url, { satisfied: 'yes' }, { expect: 409 });
    await manager.move(url, 'reopen', { expect: 422 });
    await owner.move(url, 'reopen', { reason: 'New photos', expect: 403 });
    const { body } = await manager.move(url, 'reopen', { reason: 'New photos' });
    expect(body).toMatchObject({ state: 'acknowledged', closedOn: null, answeredOn: null, satisfied: 'unknown' });
    expect((await manager.change(url, { justified: true })).body.justified).toBe(true);
  });

  it('asks for what a step needs and fixes what an earlier step settled', async () => {
    const url = await at('acknowledged');
    expect((await manager.move(url, 'assess', { expect: 422 })).body.reasons).toMatchObject([
      { code: 'missing', field: '/seriousness' },
      { code: 'missing', field: '/assessment' },
      { code: 'missing', field: '/justified' },
    ]);
    await owner.move(url, 'answer', { expect: 409 });
    await owner.move(url, 'vanish', { expect: 422 });
    await owner.change(url, { seriousness: 'high', assessment: 'Leaks', justified: true });
    await owner.move(url, 'assess', { expect: 403 });
    await manager.move(url, 'assess');
    expect((await owner.change(url, { justified: false }, { expect: 409 })).body.reasons).toMatchObject([
      { code: 'field-locked', field: '/justified' },
    ]);
    expect((await owner.move(url, 'answer', { expect: 422 })).body.reasons).toMatchObject([{ field: '/answer' }]);
    expect((await owner.change(url, { description: 'Less' }, { expect: 422 })).body.reasons).toMatchObject([
      { code: 'reason-required', field: '/description' },
    ]);
  });

  it('lets the person who took it down correct it, but not judge it', async () => {
    const { body } = await clerk.post('/complaints', told());
    const url = `/complaints/${body.id}`;
    expect((await clerk.change(url, { lot: '4712' })).body.lot).toBe('4712');
    await clerk.change(url, { justified: false }, { expect: 403 });
    await owner.change(url, { lot: '1' }, { expect: 403 });
    await clerk.move(url, 'acknowledge', { expect: 403 });
    await manager.move(url, 'acknowledge');
    await clerk.change(url, { lot: '4713' }, { expect: 403 });
  });

  it('computes whether the acknowledgement was late', async () => {
    const { body: inTime } = await clerk.post('/complaints', told({ customer: 'Punctual' }));
    await manager.change(`/complaints/${inTime.id}`, { acknowledgedOn: '2026-03-07' });
    const { body: late } = await clerk.post('/complaints', told({ customer: 'Tardy' }));
    await manager.change(`/complaints/${late.id}`, { acknowledgedOn: '2026-03-08' });
    const { body: waiting } = await clerk.post('/complaints', told({ customer: 'Waiting' }));
    expect(waiting).toMatchObject({ acknowledgeBy: '2026-03-07', acknowledgementLate: true });
    const found = async (filter: string) =>
      (await clerk.get(`/complaints?sort=customer&limit=200&${filter}`)).body.items
        .map(({ customer }: { customer: string }) => customer)
        .filter((customer: string) => ['Punctual', 'Tardy', 'Waiting'].includes(customer));
    expect(await found('acknowledgementLate=true')).toEqual(['Tardy', 'Waiting']);
    expect(await found('acknowledgementLate=false')).toEqual(['Punctual']);
    expect((await manager.move(`/complaints/${inTime.id}`, 'acknowledge')).body.acknowledgedOn).toBe('2026-03-07');
  });

  it('lists by named filters, without the long texts', async () => {
    const url = await at('assessed', { justified: false });
    const { body: complaint } = await clerk.get(url);
    const { body } = await clerk.get(
      `/complaints?state=assessed&justified=false&open=true&seriousness=medium&siteId=${site}&ownerId=${owner.personId}` +
        '&receivedFrom=2026-03-02&receivedUntil=2026-03-02&q=nordlicht&count=true&sort=-receivedOn&limit=200',
    );
    expect(body.items.map(({ id }: { id: string }) => id)).toContain(complaint.id);
    expect(body.total).toBe(body.items.length);
    expect(body.items[0]).not.toHaveProperty('description');
    expect((await clerk.get('/complaints?receivedFrom=2026-03-03')).body.items).toEqual([]);
    await clerk.get('/complaints?mood=bad', { expect: 422 });
  });

  it('refuses stale, blind, malformed, unknown and foreign input, naming the field', async () => {
    const { body } = await clerk.post('/complaints', told());
    const url = `/complaints/${body.id}`;
    await clerk.patch(url, { lot: '1' }, { expect: 428 });
    await clerk.change(url, { lot: '2' });
    await clerk.patch(url, { lot: '3' }, { ifMatch: 1, expect: 412 });
    await manager.move(url, 'acknowledge', { ifMatch: 1, expect: 412 });
    const bad = async (fields: object, code: string, field: string) =>
      expect((await clerk.post('/complaints', told(fields), { expect: 422 })).body.reasons).toContainEqual(
        expect.objectContaining({ code, field }),
      );
    const nobody = '0199b8a1-0000-7000-8000-000000000001';
    await bad({ state: 'closed' }, 'unknown-field', '/state');
    await bad({ customer: ' ' }, 'is-not-blank', '/customer');
    await bad({ channel: 'pigeon' }, 'is-in', '/channel');
    await bad({ receivedOn: '2999-01-01' }, 'in-the-future', '/receivedOn');
    await bad({ processId: nobody }, 'unknown-reference', '/processId');
    await bad({ duplicateOfId: nobody }, 'unknown-reference', '/duplicateOfId');
    await clerk.change(url, { duplicateOfId: body.id }, { expect: 422 });
    expect((await manager.change(url, { acknowledgedOn: '2026-03-01' }, { expect: 422 })).body.reasons).toMatchObject([
      { code: 'before-receipt', field: '/acknowledgedOn' },
    ]);
    const stranger = await api.as({ orgId: await api.foundOrganisation('Elsewhere'), roles: ['quality_manager'] });
    await stranger.get(url, { expect: 404 });
    await stranger.patch(url, { lot: '4' }, { ifMatch: 2, expect: 404 });
    await stranger.post(`${url}/nonconformity`, raised, { expect: 404 });
  });

  it('shows itself only to people of quality and of the site', async () => {
    const { body } = await clerk.post('/complaints', told());
    const elsewhere = await api.site('HAM');
    const others = [await api.as({ siteIds: [elsewhere] }), await api.as({ disciplines: ['environment'] })];
    for (const other of others) {
      await other.get(`/complaints/${body.id}`, { expect: 404 });
      await other.get(`/history/complaint/${body.id}`, { expect: 404 });
      await other.move(`/complaints/${body.id}`, 'acknowledge', { ifMatch: 1, expect: 404 });
      expect((await other.get('/complaints?count=true')).body).toEqual({ items: [], nextCursor: null, total: 0 });
      await other.post('/complaints', told(), { expect: 403 });
    }
    const auditor = await api.as({ roles: ['external_auditor'] });
    await auditor.get(`/complaints/${body.id}`);
    await auditor.post('/complaints', told(), { expect: 403 });
  });
});
