import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';

describe('audits', () => {
  let api: TestApi;
  let lead: Client;
  let auditor: Client;
  let manager: Client;
  let owner: Client;
  let site: string;
  let process: string;
  let template: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    lead = await api.as({ roles: ['lead_auditor'], name: 'Lena Lead' });
    auditor = await api.as({ roles: ['internal_auditor'] });
    manager = await api.as({ roles: ['quality_manager'], name: 'Max Manager' });
    owner = await api.as({ roles: ['process_owner', 'internal_auditor'], name: 'Olga Owner' });
    process = (
      await manager.post('/processes', {
        code: 'COA',
        name: 'Coating',
        kind: 'core',
        disciplines: ['quality'],
        ownerId: owner.personId,
      })
    ).body.id;
    template = (
      await lead.post('/checklist-templates', { code: 'CL-1', title: 'Calibration', disciplines: ['quality'] })
    ).body.id;
    await lead.post(`/checklist-templates/${template}/versions`, {
      questions: [question('Q1'), question('Q2'), question('Q3')],
    });
  });
  afterAll(() => api.stop());

  const question = (key: string) => ({
    key,
    question: `Is ${key} in order?`,
    clauses: ['ISO 9001:2026 / 7.1.5'],
    guidance: null,
  });
  const plan = (fields: object = {}) => ({
    kind: 'internal',
    mode: 'on_site',
    disciplines: ['quality'],
    title: 'Coating',
    editions: ['ISO 9001:2026'],
    plannedFrom: '2026-05-04',
    plannedTo: '2026-05-05',
    siteId: site,
    processIds: [process],
    objectives: 'Is coating under control?',
    scopeText: 'Line 1 and 2',
    ...fields,
  });
  const competence = (personId: string, fields: object = {}) => ({
    personId,
    level: 'auditor',
    editions: ['ISO 9001:2026'],
    qualification: '24 h course',
    validFrom: '2025-01-01',
    ...fields,
  });

  /** An audit on the spot with its checklist. */
  async function started(): Promise<string> {
    await manager.post('/auditor-competences', competence(lead.personId, { level: 'lead' }));
    const url = `/audits/${(await lead.post('/audits', plan())).body.id}`;
    await lead.post(`${url}/team`, { personId: lead.personId, role: 'lead' });
    await lead.post(`${url}/team`, { personId: auditor.personId, role: 'auditor' });
    await lead.post(`${url}/checklist`, { templateId: template, number: 1 });
    await lead.move(url, 'prepare');
    await lead.change(url, { openedOn: '2026-05-04', openingAttendees: ['Lena', 'Olga'] });
    await lead.move(url, 'start');
    return url;
  }

  it('keeps the approved dates of a programme as its baseline, approved by another person', async () => {
    const programme = `/audit-programmes/${(await lead.post('/audit-programmes', { year: 2026, title: 'Programme 2026', disciplines: ['quality'], objectives: 'All processes' })).body.id}`;
    await manager.move(programme, 'approve', { expect: 422 });
    const audit = await lead.post('/audits', plan({ programmeId: programme.split('/')[2] }));
    expect((await lead.move(programme, 'approve', { expect: 403 })).body.reasons[0].code).toBe('permission-missing');
    await manager.move(programme, 'approve');
    const url = `/audits/${audit.body.id}`;
    expect((await lead.get(url)).body).toMatchObject({
      baselineFrom: '2026-05-04',
      baselineTo: '2026-05-05',
      reference: expect.stringMatching(/^AUD-\d{4}-\d{4}$/),
    });
    await lead.change(url, { plannedFrom: '2026-06-01', plannedTo: '2026-06-02' }, { expect: 422 });
    expect(
      (await lead.change(url, { plannedFrom: '2026-06-01', plannedTo: '2026-06-02', reason: 'Auditee is ill' })).body,
    ).toMatchObject({ plannedFrom: '2026-06-01', baselineFrom: '2026-05-04' });
    await manager.change(programme, { title: 'Other' }, { expect: 409 });
    const own = `/audit-programmes/${(await manager.post('/audit-programmes', { year: 2027, title: 'Mine', disciplines: ['quality'], objectives: 'x' })).body.id}`;
    await lead.post('/audits', plan({ programmeId: own.split('/')[2] }));
    expect((await manager.move(own, 'approve', { expect: 403 })).body.reasons[0].code).toBe('approver-is-author');
  });

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

  it('goes from the plan through checklist and findings to a report, and ends when its nonconformities have', async () => {
    const url = await started();
    const { items } = (await auditor.get(`${url}/checklist`)).body;
    expect(items).toMatchObject([
      { position: 1, templateVersion: 1, progress: 'open', result: null, grade: null },
      {},
      {},
    ]);
    const answer = (index: number, body: object, options = {}) =>
      auditor.patch(`${url}/checklist/${items[index].id}`, body, { ifMatch: 1, ...options });
    await answer(0, { progress: 'answered' }, { expect: 422 });
    await answer(0, { progress: 'answered', result: 'conforming', grade: 'minor' }, { expect: 422 });
    await answer(0, { progress: 'answered', result: 'conforming', note: 'Looked at 5 devices' });
    await manager.patch(
      `${url}/checklist/${items[1].id}`,
      { progress: 'answered', result: 'conforming' },
      { ifMatch: 1, expect: 403 },
    );
    await answer(1, { progress: 'answered', result: 'nonconforming', grade: 'minor' });
    await answer(2, { progress: 'not_applicable' }, { expect: 422 });
    expect((await lead.get(url)).body.checklist).toEqual({ items: 3, done: 2 });

    // The template moves on; the audit keeps what it asked.
    await lead.post(`/checklist-templates/${template}/versions`, { questions: [question('Q9')] });
    expect((await auditor.get(`${url}/checklist`)).body.items).toHaveLength(3);

    await lead.change(url, { closedOn: '2026-05-05', closingAttendees: ['Lena', 'Olga'] });
    await lead.move(url, 'finishFieldwork');
    await lead.move(url, 'draftReport');
    const missing = (await lead.move(url, 'issueReport', { expect: 422 })).body.reasons;
    expect(missing.map((reason: { code: string }) => reason.code)).toEqual([
      'missing',
      'checklist-open',
      'finding-missing',
    ]);
    await answer(2, { progress: 'not_applicable', note: 'No such device here' });
    const fields = {
      auditId: url.split('/')[2],
      checklistItemId: items[1].id,
      class: 'minor',
      title: 'Calliper overdue',
      clauses: ['ISO 9001:2026 / 7.1.5.2', 'ISO 14001:2026 / 9.1.1'],
      evidence: 'Label of 2024',
    };
    await manager.post('/findings', fields, { expect: 403 });
    const finding = await auditor.post('/findings', fields);
    expect(finding.body).toMatchObject({
      disciplines: ['quality', 'environment'],
      state: 'draft',
      reference: expect.stringMatching(/^FND-/),
    });
    const found = `/findings/${finding.body.id}`;
    expect((await auditor.move(found, 'confirm', { expect: 422 })).body.reasons).toMatchObject([
      { field: '/requirement' },
      { field: '/statement' },
    ]);
    await auditor.change(found, { requirement: 'Calibration yearly', statement: 'Used after expiry' });
    await auditor.move(found, 'confirm');
    await lead.change(url, { conclusions: 'Criteria met but for one finding' });
    expect((await lead.move(url, 'issueReport')).body).toMatchObject({
      state: 'report_issued',
      issuedById: lead.personId,
    });
    expect((await auditor.get(found)).body.state).toBe('issued');
    await lead.change(url, { conclusions: 'Nicer' }, { expect: 409 });

    expect((await lead.move(url, 'complete', { expect: 422 })).body.reasons[0].code).toBe('finding-open');
    const { body: issued } = await auditor.get(found);
    const linked = await auditor.post(`${found}/nonconformity`, {}, { ifMatch: issued.version, expect: 200 });
    await auditor.post(`${found}/nonconformity`, {}, { ifMatch: linked.body.version, expect: 409 });
    const nonconformity = `/nonconformities/${linked.body.nonconformityId}`;
    expect((await lead.get(nonconformity)).body).toMatchObject({
      state: 'open',
      source: 'internal_audit',
      disciplines: ['quality', 'environment'],
      clauses: fields.clauses,
      evidence: 'Label of 2024',
    });
    expect((await lead.move(url, 'complete', { expect: 422 })).body.reasons[0].code).toBe('nonconformity-open');
    await manager.change(nonconformity, { rejectionCode: 'not_a_nonconformity', reason: 'Triage' });
    await manager.move(nonconformity, 'reject', { reason: 'Device was out of use' });
    expect((await lead.move(url, 'complete')).body.state).toBe('completed');

    const { body: report } = await manager.get(`${url}/report`);
    expect(report).toMatchObject({
      participants: [{ name: 'Lena Lead', role: 'lead' }, { role: 'auditor' }],
      answers: { conforming: 1, nonconforming: 1, not_applicable: 1 },
      findings: [{ reference: finding.body.reference, nonconformity: expect.stringMatching(/^NC-/) }],
    });
    const { body: history } = await manager.get(`/history/audit/${url.split('/')[2]}`);
    expect(history.items[0]).toMatchObject({ act: 'audit.complete', actorName: 'Lena Lead' });
  });

  it('refuses what a stranger, a stale or a careless caller sends', async () => {
    await api.anonymous.get('/audits', { expect: 401 });
    await auditor.post('/audits', plan(), { expect: 403 });
    await lead.post('/audits', plan({ plannedTo: '2026-01-01' }), { expect: 422 });
    await lead.post('/audits', plan({ editions: ['ISO 9001:2030'] }), { expect: 422 });
    const { body } = await lead.post('/audits', plan());
    await lead.patch(`/audits/${body.id}`, { title: 'x' }, { expect: 428 });
    await lead.patch(`/audits/${body.id}`, { title: 'x' }, { ifMatch: 7, expect: 412 });
    const stranger = await api.as({ orgId: await api.foundOrganisation('Elsewhere'), roles: ['lead_auditor'] });
    for (const path of ['', '/checklist', '/report']) await stranger.get(`/audits/${body.id}${path}`, { expect: 404 });
    await stranger.post('/findings', { auditId: body.id, class: 'minor', title: 'x' }, { expect: 404 });
    expect((await lead.get('/audits?state=planned&q=coating&count=true')).body.total).toBeGreaterThan(0);
    expect((await lead.move(`/audits/${body.id}`, 'postpone', { expect: 422 })).body.reasons[0].code).toBe(
      'reason-required',
    );
    await lead.move(`/audits/${body.id}`, 'postpone', { reason: 'Auditee on holiday' });
  });
});
