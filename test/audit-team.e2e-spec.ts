import { startApi, type TestApi } from './support/api.js';
import { type Auditing, competence, prepareAuditing } from './support/auditing.js';
import type { Client } from './support/client.js';

describe('who audits', () => {
  let api: TestApi;
  let lead: Client;
  let auditor: Client;
  let manager: Client;
  let owner: Client;
  let site: string;
  let process: string;
  let plan: Auditing['plan'];
  let started: Auditing['started'];

  beforeAll(async () => {
    api = await startApi();
    ({ lead, auditor, manager, owner, site, process, plan, started } = await prepareAuditing(api));
  });
  afterAll(() => api.stop());

  it('lets only competent and independent people audit, unless someone else allows it with a reason', async () => {
    const url = `/audits/${(await lead.post('/audits', plan())).body.id}`;
    expect((await lead.move(url, 'prepare', { expect: 422 })).body.reasons).toContainEqual(
      expect.objectContaining({ code: 'no-lead' }),
    );
    await lead.post(`${url}/team`, { personId: owner.personId, role: 'lead' });
    await lead.post(`${url}/team`, { personId: owner.personId, role: 'auditor' }, { expect: 409 });
    const codes = async () =>
      (await lead.move(url, 'prepare', { expect: 422 })).body.reasons.map((reason: { code: string }) => reason.code);
    expect(await codes()).toEqual(['lead-not-competent', 'edition-not-covered', 'not-independent']);
    await manager.post('/auditor-competences', competence(owner.personId, { level: 'lead', validUntil: '2025-12-31' }));
    expect(await codes()).toContain('lead-not-competent');
    await manager.post('/auditor-competences', competence(owner.personId, { level: 'lead' }));
    expect(await codes()).toEqual(['not-independent']);
    await lead.post('/auditor-competences', competence(lead.personId), { expect: 403 });
    const { body } = await lead.get(url);
    await lead.post(
      `${url}/independence-overrides`,
      { personId: auditor.personId, justification: 'x' },
      { ifMatch: body.version, expect: 409 },
    );
    await manager.post(
      `${url}/independence-overrides`,
      { personId: owner.personId, justification: 'We are three people' },
      { ifMatch: body.version, expect: 200 },
    );
    expect((await lead.move(url, 'prepare')).body.state).toBe('prepared');
    expect((await lead.get(`${url}/report`)).body.independence).toEqual([
      { auditor: 'Olga Owner', justification: 'We are three people', allowedBy: 'Max Manager' },
    ]);
  });

  it('keeps its rules for the team after the preparation, and tells who was in it then', async () => {
    const url = `/audits/${(await lead.post('/audits', plan())).body.id}`;
    const first = await lead.post(`${url}/team`, { personId: lead.personId, role: 'lead' });
    const before = new Date(Date.parse(first.body.createdAt)).toISOString();
    await manager.post('/auditor-competences', competence(lead.personId, { level: 'lead' }));
    await lead.move(url, 'prepare');
    await lead.change(url, { openedOn: '2026-05-04', openingAttendees: ['Lena'], openingNotes: 'Cameras are allowed' });
    const late = await lead.post(`${url}/team`, { personId: owner.personId, role: 'auditor' });
    expect((await lead.move(url, 'start', { expect: 422 })).body.reasons).toMatchObject([{ code: 'not-independent' }]);
    const removal = `${url}/team/${late.body.id}/removal`;
    await lead.post(removal, {}, { expect: 428 });
    await lead.post(removal, {}, { ifMatch: late.body.version, expect: 200 });
    await lead.post(removal, {}, { ifMatch: late.body.version + 1, expect: 409 });
    await lead.move(url, 'start');

    const join = { personId: owner.personId, role: 'auditor' };
    expect((await lead.post(`${url}/team`, join, { expect: 422 })).body.reasons).toMatchObject([
      { code: 'not-independent', message: expect.stringContaining('Olga Owner') },
    ]);
    const { body } = await lead.get(url);
    expect(body.team).toHaveLength(1);
    const allowed = { personId: owner.personId, justification: 'Lena fell ill' };
    await owner.post(`${url}/independence-overrides`, allowed, { ifMatch: body.version, expect: 403 });
    await manager.post(`${url}/independence-overrides`, allowed, { ifMatch: body.version, expect: 200 });
    await lead.post(`${url}/team`, join);
    const then = (await lead.get(`${url}?asOf=${before}`)).body;
    expect(then.team).toMatchObject([{ personId: lead.personId, role: 'lead' }]);
    expect(then).toMatchObject({ state: 'planned', checklist: null, transitions: [] });
    const { body: history } = await manager.get(`/history/audit_team_member/${late.body.id}`);
    expect(history.items).toMatchObject([
      { act: 'audit.removeMember' },
      { act: 'audit.addMember', actorName: 'Lena Lead' },
    ]);
  });

  it('holds somebody to be close to a process who handles an old nonconformity of it that is still open', async () => {
    const other = (
      await manager.post('/processes', { code: 'MIL', name: 'Milling', kind: 'core', disciplines: ['quality'] })
    ).body.id;
    await lead.post('/nonconformities', {
      title: 'Bores too wide',
      source: 'inspection',
      disciplines: ['quality'],
      detectedOn: '2020-01-02',
      processId: other,
      ownerId: auditor.personId,
    });
    const url = `/audits/${(await lead.post('/audits', plan({ processIds: [other] }))).body.id}`;
    await lead.post(`${url}/team`, { personId: lead.personId, role: 'lead' });
    await lead.post(`${url}/team`, { personId: auditor.personId, role: 'auditor' });
    await manager.post('/auditor-competences', competence(lead.personId, { level: 'lead' }));
    expect((await lead.move(url, 'prepare', { expect: 422 })).body.reasons).toMatchObject([
      { code: 'not-independent', message: expect.stringContaining('nonconformity') },
    ]);
  });

  it('leaves findings to the auditors, and a major one to a nonconformity', async () => {
    const url = await started();
    const expert = await api.as({ roles: ['internal_auditor'] });
    await lead.post(`${url}/team`, { personId: expert.personId, role: 'technical_expert' });
    const fields = {
      auditId: url.split('/')[2],
      class: 'major',
      title: 'No calibration at all',
      requirement: 'Calibration yearly',
      evidence: 'Twelve of twelve devices',
      statement: 'Nobody does it',
    };
    expect((await expert.post('/findings', fields, { expect: 403 })).body.reasons[0].code).toBe('not-in-team');
    expect(
      (await auditor.post('/findings', { ...fields, foundOn: '2999-01-01' }, { expect: 422 })).body.reasons,
    ).toMatchObject([{ code: 'in-the-future', field: '/foundOn' }]);
    const { body: finding } = await auditor.post('/findings', fields);
    expect(finding).toMatchObject({ siteId: site, processId: process, disciplines: ['quality'] });
    const found = `/findings/${finding.id}`;
    await auditor.post(`${found}/nonconformity`, {}, { ifMatch: finding.version, expect: 409 });
    await auditor.move(found, 'confirm');
    await auditor.change(found, { title: 'Better' }, { expect: 409 });
    await auditor.change(found, { correctedOn: '2026-05-05' });
    await owner.change(found, { correctedOn: '2026-05-04' }, { expect: 403 });
    await owner.change(found, { disposition: 'A plan was made' });
    for (const { id } of (await lead.get(`${url}/checklist`)).body.items)
      await auditor.patch(`${url}/checklist/${id}`, { progress: 'answered', result: 'conforming' }, { ifMatch: 1 });
    await lead.change(url, { closedOn: '2026-05-05', closingAttendees: ['Lena'], conclusions: 'Not met' });
    const employee = await api.as({});
    const { body: confirmed } = await employee.get(found);
    await employee.post(`${found}/nonconformity`, {}, { ifMatch: confirmed.version, expect: 403 });
    for (const action of ['finishFieldwork', 'draftReport', 'issueReport']) await lead.move(url, action);
    await auditor.move(found, 'withdraw', { reason: 'Too late', expect: 409 });
    expect((await lead.move(url, 'complete', { expect: 422 })).body.reasons).toMatchObject([{ code: 'finding-open' }]);
    const { body: report } = await lead.get(`${url}/report`);
    expect(report.findings).toMatchObject([
      { title: fields.title, correctedOn: '2026-05-05', disposition: 'A plan was made' },
    ]);
  });
});
