import { startApi, type TestApi } from './support/api.js';
import { Client, testPassword } from './support/client.js';
import { contained, containment, criterion, described, implemented, remedy, whys } from './support/nonconforming.js';
import { expected, idOf, type Item, items } from './support/waiting.js';

const signature = { password: testPassword };

describe('what waits for people, of nonconformities and actions', () => {
  let api: TestApi;
  let site: string;
  let owner: Client;
  let manager: Client;
  let second: Client;
  let verifier: Client;
  let top: Client;
  let colleague: Client;
  const handlers = () => ({ owner, manager, verifier });
  /** Who is expected to do what, of all of them. */
  const everybody = async (url: string) => {
    const people = { owner, manager, second, verifier, top, colleague };
    const found: Record<string, string[]> = {};
    for (const [name, who] of Object.entries(people)) {
      const codes = await expected(who, url);
      if (codes.length > 0) found[name] = codes;
    }
    return found;
  };

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    owner = await api.as({ name: 'Olga Owner' });
    manager = await api.as({ roles: ['quality_manager'], name: 'Max Manager' });
    second = await api.as({ roles: ['quality_manager'] });
    verifier = await api.as({ roles: ['internal_auditor'] });
    top = await api.as({ roles: ['top_management'] });
    colleague = await api.as({});
  });
  afterAll(() => api.stop());

  it('follows a nonconformity from hand to hand, from the draft to its closure', async () => {
    const { body } = await owner.post('/nonconformities', described(site));
    const url = `/nonconformities/${body.id}`;
    expect(await everybody(url)).toEqual({ owner: ['submit'] });
    expect((await items(owner)).find(({ id }) => id === body.id)).toEqual({
      recordType: 'nonconformity',
      path: 'nonconformities',
      id: body.id,
      reference: null,
      title: 'Torque out of range',
      expected: 'submit',
      state: 'draft',
      dueOn: null,
      overdue: false,
      disciplines: ['quality'],
      siteId: site,
    });
    await owner.move(url, 'submit');
    expect(await everybody(url)).toEqual({ manager: ['triage'], second: ['triage'] });
    await manager.change(url, { severity: 'S2', extent: 'E1', ownerId: owner.personId, reason: 'Triage' });
    await manager.move(url, 'accept');
    expect(await everybody(url)).toEqual({ owner: ['contain'] });
    await owner.change(url, containment);
    await owner.move(url, 'analyse');
    await owner.change(url, { investigatorId: second.personId });
    expect(await everybody(url)).toEqual({ owner: ['analyse_causes'], second: ['analyse_causes'] });
    await owner.change(url, { similarCheck: 'None', fiveWhys: [whys] });
    // The second manager investigated, so the workflow would refuse that acceptance.
    expect(await everybody(url)).toEqual({ manager: ['accept_causes'] });
    await manager.move(url, 'acceptCauses');
    await owner.change(url, { ...criterion, verifierId: verifier.personId });
    expect(await everybody(url)).toEqual({ owner: ['plan_actions'] });
    const action = `/actions/${(await owner.post('/actions', remedy(body.id, colleague.personId))).body.id}`;
    expect(await everybody(url)).toEqual({ manager: ['approve_plan'], second: ['approve_plan'] });
    await manager.move(url, 'approvePlan');
    expect(await everybody(url)).toEqual({});
    expect(await everybody(action)).toEqual({ colleague: ['perform_action'] });
    await colleague.change(action, { completion: 'Plan MP-4 in force' });
    await colleague.move(action, 'complete');
    expect(await everybody(action)).toEqual({
      owner: ['accept_action'],
      manager: ['accept_action'],
      second: ['accept_action'],
    });
    await manager.move(action, 'accept');
    expect(await everybody(action)).toEqual({});
    expect(await everybody(url)).toEqual({ owner: ['complete_implementation'] });
    await owner.change(url, { containmentRemoval: 'Lifted', updatesDone: 'WI-17 rev 4' });
    await owner.move(url, 'completeImplementation');
    expect(await everybody(url)).toEqual({ verifier: ['verify_effectiveness'] });
    const check = {
      checkedOn: '2026-11-02',
      result: 'not_effective',
      evidence: '4 of 50',
      comment: 'Again',
      signature,
    };
    await verifier.post(`${url}/effectiveness-checks`, check);
    expect(await everybody(url)).toEqual({ verifier: ['begin_new_cycle'] });
    await verifier.post(`${url}/effectiveness-checks`, { ...check, result: 'effective' });
    expect(await everybody(url)).toEqual({ manager: ['close'], second: ['close'] });
    await manager.move(url, 'close', { reason: 'Verified' });
    expect(await everybody(url)).toEqual({});
  });

  it('asks for a closure by correction only where that is possible, and not its owner', async () => {
    const url = await contained(handlers(), site);
    await owner.change(url, {
      correctionOnlyJustification: 'Slip',
      similarCheck: 'None',
      correctionVerification: 'Seen',
    });
    await manager.change(url, { ownerId: second.personId, reason: 'Takes over' });
    expect(await everybody(url)).toEqual({ manager: ['close_corrected'] });
    await manager.change(url, { severity: 'S3', reason: 'Worse' });
    expect(await everybody(url)).toEqual({ second: ['contain'] });
  });

  it('asks top management for the plan of a critical one', async () => {
    const url = await contained(handlers(), site, { severity: 'S4', extent: 'E1' });
    await manager.change(url, { severity: 'S4', reason: 'Recall', escapeCause: 'Not gauged' });
    await owner.change(url, { ...containment, ...criterion, verifierId: verifier.personId });
    await owner.move(url, 'analyse');
    await owner.change(url, { investigatorId: owner.personId, similarCheck: 'None', fiveWhys: [whys] });
    await manager.move(url, 'acceptCauses');
    await owner.post('/actions', remedy(idOf(url), owner.personId));
    expect(await everybody(url)).toEqual({ top: ['approve_plan'] });
  });

  it('asks a lead auditor for what audits found, and nobody for what the workflow would refuse them', async () => {
    const lead = await api.as({ roles: ['lead_auditor'] });
    const { body } = await owner.post('/nonconformities', described(site, { source: 'internal_audit' }));
    await owner.move(`/nonconformities/${body.id}`, 'submit');
    expect(await expected(lead, `/nonconformities/${body.id}`)).toEqual(['triage']);

    // The owner of an action does not close its nonconformity, nor does the owner of the case.
    const closing = await implemented({ owner, manager: second, verifier }, site, manager);
    await verifier.post(`${closing}/effectiveness-checks`, {
      checkedOn: '2026-11-02',
      result: 'effective',
      evidence: '50 of 50',
      comment: 'Nothing similar',
      signature,
    });
    expect(await everybody(closing)).toEqual({ second: ['close'] });
    await second.change(closing, { ownerId: second.personId, reason: 'Takes over' });
    expect(await everybody(closing)).toEqual({});

    // The verifier has become the owner of an action, so somebody has to name another verifier first.
    expect(await everybody(await implemented(handlers(), site, verifier))).toEqual({});

    const verifying = await contained(handlers(), site);
    const action = await owner.post('/actions', { ...remedy(idOf(verifying), manager.personId), causeId: null });
    await manager.change(`/actions/${action.body.id}`, { completion: 'Done' });
    await manager.move(`/actions/${action.body.id}`, 'complete');
    expect(await everybody(`/actions/${action.body.id}`)).toEqual({
      owner: ['accept_action'],
      second: ['accept_action'],
    });
  });

  it('shows it where the organisation lets people justify instead', async () => {
    const orgId = await api.foundOrganisation('Two Friends');
    const boss = await api.as({ orgId, roles: ['quality_manager'] });
    const { body } = await boss.post('/actions', {
      title: 'Own work',
      ownerId: boss.personId,
      dueOn: '2026-06-01',
      disciplines: ['quality'],
    });
    const url = `/actions/${body.id}`;
    await boss.change(url, { completion: 'Done' });
    await boss.move(url, 'complete');
    expect(await expected(boss, url)).toEqual([]);
    await api.arrange(
      async (tx) => void (await tx.sql(`UPDATE organisation SET justifiable_rules = ARRAY['accepter-is-owner']`)),
      { orgId },
    );
    expect(await expected(boss, url)).toEqual(['accept_action']);
  });

  it('asks for a decision on a later due date, not the person who wishes it', async () => {
    const url = await contained(handlers(), site);
    const wish = { toOn: '2027-12-01', reason: 'Supplier is on holiday' };
    const { body } = await manager.post(`${url}/due-date-extensions`, wish);
    expect(await everybody(url)).toEqual({ owner: ['contain'], second: ['decide_extension'] });
    await second.patch(`${url}/due-date-extensions/${body.id}`, { decision: 'refused' }, { ifMatch: 1 });
    expect(await everybody(url)).toEqual({ owner: ['contain'] });
  });

  it('lists the most urgent first, page by page, and counts them', async () => {
    const worker = await api.as({});
    const plan = (title: string, dueOn: string, disciplines: string[]) =>
      api
        .as({ roles: ['quality_manager', 'environmental_manager'] })
        .then((planner) =>
          planner.post('/actions', { title, dueOn, disciplines, ownerId: worker.personId, siteId: site }),
        );
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format();
    await plan('later', '2999-01-01', ['quality', 'environment']);
    await plan('late', '2020-01-01', ['environment']);
    await plan('today', today, ['quality']);
    await plan('late too', '2020-01-01', ['quality']);
    await worker.post('/nonconformities', described(site, { title: 'draft' }));
    const titles = ['late', 'late too', 'today', 'later', 'draft'];
    const { body } = await worker.get('/work-items?limit=2&count=true');
    expect(body).toMatchObject({
      total: 5,
      overdue: 2,
      items: [{ title: 'late', overdue: true }, { title: 'late too' }],
    });
    const seen = [...body.items];
    for (let cursor = body.nextCursor; cursor;) {
      const page = (await worker.get(`/work-items?limit=2&count=true&cursor=${cursor}`)).body;
      expect(page).toMatchObject({ total: 5, overdue: 2 });
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen.map(({ title }: Item) => title)).toEqual(titles);
    expect(seen.map(({ overdue }: Item) => overdue)).toEqual([true, true, false, false, false]);
    expect((await items(worker, '&discipline=environment')).map(({ title }) => title)).toEqual(['late', 'later']);
    const after = Buffer.from(JSON.stringify(['work', null, '0199b8a1-0000-7000-8000-000000000001'])).toString(
      'base64url',
    );
    for (const query of ['cursor=nonsense', `cursor=${after}`, 'limit=0', 'discipline=safety', 'count=perhaps'])
      await worker.get(`/work-items?${query}`, { expect: 422 });
    expect((await colleague.get('/work-items?count=true&discipline=environment')).body).toEqual({
      items: [],
      nextCursor: null,
      total: 0,
      overdue: 0,
    });
  });

  it('shows nothing of another organisation, site or discipline, and integrations nothing', async () => {
    await api.anonymous.get('/work-items', { expect: 401 });
    const elsewhere = await api.site('HAM');
    const { body } = await owner.post('/nonconformities', described(site));
    const url = `/nonconformities/${body.id}`;
    await owner.move(url, 'submit');
    const there = await api.as({ roles: ['quality_manager'], siteIds: [elsewhere] });
    const here = await api.as({ roles: ['quality_manager'], siteIds: [site] });
    const green = await api.as({ roles: ['environmental_manager'] });
    const stranger = await api.as({ orgId: await api.foundOrganisation('Elsewhere'), roles: ['quality_manager'] });
    // Reads at both sites, but decides only at the other.
    const mixed = await api.as({
      grants: [
        { role: 'quality_manager', disciplines: ['quality'], siteIds: [elsewhere] },
        { role: 'employee', disciplines: ['quality'], siteIds: [site] },
      ],
    });
    for (const who of [there, green, stranger, mixed]) expect(await expected(who, url)).toEqual([]);
    expect(await expected(here, url)).toEqual(['triage']);
    // The owner of a record that may no longer be read.
    await manager.change(url, { ownerId: there.personId, severity: 'S2', extent: 'E1', reason: 'Triage' });
    await manager.move(url, 'accept');
    expect(await expected(there, url)).toEqual([]);

    const admin = await api.as({ roles: ['system_administrator'] });
    const key = { name: 'Desk', permissions: ['nonconformity:read', 'action:read'], disciplines: ['quality'] };
    const { body: made } = await admin.post('/api-keys', key);
    const desk = new Client(`${api.origin}/api/v1`, { authorization: `Bearer ${made.key}` });
    expect((await desk.get('/work-items?count=true')).body).toMatchObject({ items: [], total: 0 });
    expect(await items(admin)).toEqual([]);
  });
});
