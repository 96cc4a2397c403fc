import { startApi, type TestApi } from './support/api.js';
import { methodsOf, plantRegister } from './support/aspect-register.js';
import { prepareAuditing } from './support/auditing.js';
import { described } from './support/nonconforming.js';
import { expected, idOf, items } from './support/waiting.js';

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
