import { startApi, type TestApi } from './support/api.js';
import { methodsOf, plantRegister } from './support/aspect-register.js';
import { prepareAuditing } from './support/auditing.js';
import { Client } from './support/client.js';
import { contained, containment, criterion, described, implemented, remedy, whys } from './support/nonconforming.js';

interface Item {
  id: string;
  expected: string;
  dueOn: string | null;
  overdue: boolean;
  title: string;
}

const idOf = (url: string) => url.split('/').at(-1)!;
const items = async (who: Client, query = ''): Promise<Item[]> =>
  (await who.get(`/work-items?limit=200${query}`)).body.items;
/** What a record expects of somebody. */
const expected = async (who: Client, url: string) =>
  (await items(who)).filter(({ id }) => id === idOf(url)).map((item) => item.expected);

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
    const check = { checkedOn: '2026-11-02', result: 'not_effective', evidence: '4 of 50', comment: 'Again' };
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

describe('what waits for people, of other records', () => {
  let api: TestApi;
  beforeEach(async () => void (api = await startApi()));
  afterEach(() => api.stop());

  it('asks the audit team while its audit is due or on, and its lead for the report', async () => {
    const { lead, auditor, manager, owner, started, plan } = await prepareAuditing(api);
    const observer = await api.as({ roles: ['internal_auditor'] });
    const url = await started();
    await lead.post(`${url}/team`, { personId: observer.personId, role: 'observer' });
    const people = async (path: string) => ({
      lead: await expected(lead, path),
      auditor: await expected(auditor, path),
      observer: await expected(observer, path),
    });
    expect(await people(url)).toEqual({ lead: ['conduct_audit'], auditor: ['conduct_audit'], observer: [] });
    await lead.change(url, { closedOn: '2026-05-05', closingAttendees: ['Lena'], conclusions: 'Fine' });
    await lead.move(url, 'finishFieldwork');
    expect(await people(url)).toEqual({ lead: ['write_report'], auditor: [], observer: [] });
    expect((await items(lead)).find(({ id }) => id === idOf(url))).toMatchObject({
      dueOn: '2026-05-19',
      overdue: true,
    });
    await lead.move(url, 'draftReport');
    for (const { id } of (await auditor.get(`${url}/checklist`)).body.items)
      await auditor.change(`${url}/checklist/${id}`, { progress: 'answered', result: 'conforming' }, { ifMatch: 1 });
    const finding = { auditId: idOf(url), class: 'opportunity', title: 'Labels' };
    const found = `/findings/${(await auditor.post('/findings', finding)).body.id}`;
    await auditor.move(found, 'confirm');
    expect(await people(url)).toEqual({ lead: ['issue_report'], auditor: [], observer: [] });
    await lead.move(url, 'issueReport');
    expect(await people(url)).toEqual({ lead: [], auditor: [], observer: [] });
    await manager.change(found, { disposition: 'Declined: too dear' });
    expect(await people(url)).toEqual({ lead: ['complete_audit'], auditor: [], observer: [] });

    const far = `/audits/${(await lead.post('/audits', plan({ plannedFrom: '2999-01-01', plannedTo: '2999-01-02' }))).body.id}`;
    const near = `/audits/${(await lead.post('/audits', plan())).body.id}`;
    for (const audit of [far, near]) {
      await lead.post(`${audit}/team`, { personId: lead.personId, role: 'lead' });
      await lead.post(`${audit}/team`, { personId: auditor.personId, role: 'auditor' });
    }
    expect(await people(far)).toEqual({ lead: [], auditor: [], observer: [] });
    expect(await people(near)).toEqual({ lead: ['prepare_audit'], auditor: [], observer: [] });
    await lead.move(near, 'prepare');
    expect(await people(near)).toEqual({ lead: ['start_audit'], auditor: [], observer: [] });
    expect(await expected(owner, near)).toEqual([]);
  });

  it('asks somebody else than the author to approve a programme, once it has audits', async () => {
    const { lead, manager, plan } = await prepareAuditing(api);
    const author = await api.as({ roles: ['quality_manager'] });
    const programme = { year: 2026, title: 'Programme 2026', disciplines: ['quality'], objectives: 'All processes' };
    const url = `/audit-programmes/${(await author.post('/audit-programmes', programme)).body.id}`;
    expect(await expected(manager, url)).toEqual([]);
    await lead.post('/audits', plan({ programmeId: idOf(url) }));
    expect(await expected(manager, url)).toEqual(['approve_programme']);
    expect(await expected(author, url)).toEqual([]);
    expect(await expected(lead, url)).toEqual([]);
    // A programme is for all sites.
    const local = await api.as({ roles: ['quality_manager'], siteIds: [await api.site('HAM')] });
    expect(await expected(local, url)).toEqual([]);
    await manager.move(url, 'approve');
    expect(await expected(manager, url)).toEqual([]);
  });

  it('asks for each step of a complaint and of a nonconforming output', async () => {
    const site = await api.site('BER');
    const manager = await api.as({ roles: ['quality_manager'] });
    const owner = await api.as({});
    const top = await api.as({ roles: ['top_management'] });
    const auditor = await api.as({ roles: ['internal_auditor'] });
    const told = {
      customer: 'Nordlicht',
      channel: 'email',
      receivedOn: '2026-03-02',
      siteId: site,
      description: 'Leaks',
    };
    const url = `/complaints/${(await owner.post('/complaints', told)).body.id}`;
    const both = async () => [await expected(manager, url), await expected(owner, url)];
    expect(await both()).toEqual([['acknowledge_complaint'], []]);
    await manager.change(url, { ownerId: owner.personId });
    expect(await both()).toEqual([[], ['acknowledge_complaint']]);
    expect((await items(owner))[0]).toMatchObject({ title: 'Nordlicht', dueOn: '2026-03-07', overdue: true });
    await owner.move(url, 'acknowledge');
    expect(await both()).toEqual([[], ['look_into_complaint']]);
    await owner.change(url, { seriousness: 'medium', assessment: 'Scratched', justified: true });
    expect(await both()).toEqual([['assess_complaint'], []]);
    await manager.move(url, 'assess');
    expect(await both()).toEqual([[], ['answer_complaint']]);
    await owner.change(url, { answer: 'Replaced' });
    await owner.move(url, 'answer');
    expect(await both()).toEqual([[], ['raise_nonconformity']]);
    await owner.post(`${url}/nonconformity`, { requirement: 'Ra 1.6' });
    expect(await both()).toEqual([['close_complaint'], []]);

    const nonconformity = described(site);
    const {
      siteId: _site,
      source: _source,
      disciplines: _disciplines,
      ...raised
    } = nonconformity as Record<string, unknown>;
    const scrap = {
      product: 'Pump',
      quantity: 3,
      unit: 'kg',
      foundAt: 'final',
      description: 'Scratched',
      siteId: site,
    };
    const output = `/nonconforming-outputs/${(await owner.post('/nonconforming-outputs', { ...scrap, nonconformity: raised })).body.id}`;
    const three = async () => [
      await expected(manager, output),
      await expected(top, output),
      await expected(auditor, output),
    ];
    expect(await three()).toEqual([['decide_disposition'], [], []]);
    await manager.change(output, { disposition: 'repair', dispositionReason: 'Can be', authority: 'RL-3' });
    await manager.move(output, 'decide');
    // The manager decided, so somebody else concedes.
    expect(await three()).toEqual([[], ['grant_concession'], []]);
    await top.change(output, { concessionNumber: 'CON-17' });
    await top.move(output, 'grantConcession');
    expect(await three()).toEqual([['verify_output'], [], ['verify_output']]);
    await auditor.change(output, { verificationResult: 'conforming', verificationEvidence: 'Gauged' });
    await auditor.move(output, 'verify');
    expect(await three()).toEqual([['close_output'], [], []]);
    await manager.move(output, 'close');
    expect(await three()).toEqual([[], [], []]);
  });

  it('asks for environmental reviews, overrides and methods, and never their authors', async () => {
    const eva = await api.as({ roles: ['environmental_manager'] });
    const emil = await api.as({ roles: ['environmental_manager'] });
    const lea = await api.as({});
    const planned = {
      kind: 'initial',
      title: 'Initial review',
      scope: 'Plant',
      leadId: lea.personId,
      dueOn: '2026-06-30',
      periodFrom: '2025-01-01',
      periodTo: '2025-12-31',
      methods: ['interview'],
      conclusions: 'In order',
      ...Object.fromEntries(
        ['aspects', 'obligations', 'practices', 'incidents'].map((area) => [`${area}Note`, 'None']),
      ),
    };
    const review = `/environmental-reviews/${(await eva.post('/environmental-reviews', planned)).body.id}`;
    const three = async (url: string) => [
      await expected(eva, url),
      await expected(emil, url),
      await expected(lea, url),
    ];
    expect(await three(review)).toEqual([[], [], ['start_review']]);
    await lea.move(review, 'start');
    expect(await three(review)).toEqual([[], [], ['submit_review']]);
    await lea.move(review, 'submit');
    expect(await three(review)).toEqual([[], ['approve_review'], []]);

    const methods = await methodsOf(eva);
    const aspect = `/aspects/${(await eva.post('/aspects', plantRegister[0]!.aspect)).body.id}`;
    const judge = (fields: object = {}) =>
      eva.post(`${aspect}/assessments`, {
        methodVersionId: methods['M2']!.first.id,
        scores: { S: 4, P: 5, D: 3 },
        gates: { L: false, K: false },
        ...fields,
      });
    const override = { direction: 'down', justification: 'Traces only', secondApproverId: emil.personId };
    await judge({ override });
    expect(await three(aspect)).toEqual([[], ['confirm_override'], []]);
    // What was judged later counts instead.
    await judge();
    expect(await three(aspect)).toEqual([[], [], []]);
    await judge({ override });
    await judge({ override });
    expect(await three(aspect)).toEqual([[], ['confirm_override'], []]);

    const { definition } = methods['M1']!.first;
    const versions = `/significance-methods/${methods['M1']!.id}/versions`;
    const { body } = await eva.post(versions, { definition: { ...definition, threshold: 10 }, changeNote: 'Stricter' });
    const version = `/significance-method-versions/${body.id}`;
    expect(await three(version)).toEqual([[], ['publish_method'], []]);
    expect((await items(emil)).find(({ id }) => id === body.id)).toMatchObject({
      reference: 'M1 v2',
      disciplines: ['environment'],
    });
    await emil.change(version, { changeNote: 'Stricter indeed' });
    expect(await three(version)).toEqual([[], [], []]);
  });
});
