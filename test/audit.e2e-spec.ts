import { startApi, type TestApi } from './support/api.js';
import { type Auditing, competence, prepareAuditing, question } from './support/auditing.js';
import type { Client } from './support/client.js';
import { png, upload } from './support/files.js';

describe('audits', () => {
  let api: TestApi;
  let lead: Client;
  let auditor: Client;
  let manager: Client;
  let site: string;
  let process: string;
  let template: string;
  let plan: Auditing['plan'];
  let started: Auditing['started'];

  beforeAll(async () => {
    api = await startApi();
    ({ lead, auditor, manager, site, process, template, plan, started } = await prepareAuditing(api));
  });
  afterAll(() => api.stop());

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
    const source = await lead.get(`/findings?nonconformityId=${linked.body.nonconformityId}`);
    expect(source.body.items).toMatchObject([{ id: linked.body.id }]);
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

  it('is postponed with new dates and its baseline kept, and cancelled by the manager with a reason', async () => {
    const url = `/audits/${(await lead.post('/audits', plan())).body.id}`;
    await lead.post(`${url}/team`, { personId: lead.personId, role: 'lead' });
    await manager.post('/auditor-competences', competence(lead.personId, { level: 'lead' }));
    const dates = { plannedFrom: '2999-06-01', plannedTo: '2999-06-02' };
    const move = async (body: object, status = 200) =>
      lead.post(`${url}/transitions`, body, { ifMatch: (await lead.get(url)).body.version, expect: status });
    expect((await move({ action: 'prepare', ...dates }, 422)).body.reasons[0].field).toBe('/plannedFrom');
    await move({ action: 'postpone', reason: 'Auditee is ill' });
    expect((await move({ action: 'prepare' }, 422)).body.reasons).toMatchObject([{ code: 'dates-passed' }]);
    expect((await move({ action: 'postpone', reason: 'Still ill', ...dates })).body).toMatchObject(dates);
    expect((await move({ action: 'prepare' })).body.state).toBe('prepared');
    await auditor.move(url, 'cancel', { reason: 'No', expect: 403 });
    await manager.move(url, 'cancel', { expect: 422 });
    expect((await manager.move(url, 'cancel', { reason: 'Sold' })).body.state).toBe('cancelled');
  });

  it('names the field of a plan, a checklist or a competence that cannot be', async () => {
    const nobody = '0199b8a1-0000-7000-8000-000000000001';
    const field = async (path: string, body: object) =>
      (await lead.post(path, body, { expect: 422 })).body.reasons.map((reason: { field: string }) => reason.field);
    expect(await field('/audits', plan({ processIds: [process, nobody] }))).toEqual(['/processIds/1']);
    expect(await field('/audits', plan({ programmeId: nobody }))).toEqual(['/programmeId']);
    expect(await field('/audits', plan({ editions: ['ISO 9001:2026', 'ISO 14001:2026'] }))).toEqual(['/editions/1']);
    expect(await field('/audits', plan({ clauses: ['ISO 14001:2026 / 6.1.2'] }))).toEqual(['/clauses/0']);
    expect(await field('/auditor-competences', competence(auditor.personId, { editions: ['ISO 9001:1999'] }))).toEqual([
      '/editions/0',
    ]);
    const list = { code: 'CL-2', title: 'Waste', disciplines: ['environment'], editions: ['ISO 14001:2026'] };
    const { body } = await lead.post('/checklist-templates', list);
    const versions = `/checklist-templates/${body.id}/versions`;
    expect(await field(versions, { questions: [question('Q1')] })).toEqual(['/questions/0/clauses/0']);
    const unknown = { ...question('Q2'), clauses: ['ISO 14001:2026 / 99'] };
    expect(await field(versions, { questions: [unknown] })).toEqual(['/questions/0/clauses/0']);
    expect((await lead.get('/checklist-templates?edition=ISO%2014001:2026')).body.items).toMatchObject([list]);
    const bare = (await lead.post('/audits', { ...plan(), editions: [] })).body;
    expect((await lead.move(`/audits/${bare.id}`, 'prepare', { expect: 422 })).body.reasons).toContainEqual(
      expect.objectContaining({ code: 'missing', field: '/editions' }),
    );
  });

  it('shows itself only to people of its discipline and site', async () => {
    const url = await started();
    const id = url.split('/')[2]!;
    const { body: finding } = await auditor.post('/findings', { auditId: id, class: 'conformity', title: 'Fine' });
    const [item] = (await lead.get(`${url}/checklist`)).body.items;
    const { body: known } = await manager.post('/auditor-competences', competence(auditor.personId));
    const hidden = [url, `${url}/report`, `${url}/checklist`, `/findings/${finding.id}`, `/history/audit/${id}`];
    const others = [
      await api.as({ roles: ['lead_auditor'], siteIds: [await api.site('HAM')] }),
      await api.as({ roles: ['lead_auditor'], disciplines: ['environment'] }),
    ];
    for (const other of others) {
      for (const path of [...hidden, `/history/audit_checklist_item/${item.id}`])
        await other.get(path, { expect: 404 });
      expect((await other.get(`/audits?siteId=${site}&count=true`)).body.total).toBe(0);
      expect((await other.get(`/findings?auditId=${id}`)).body.items).toEqual([]);
      await other.post('/findings', { auditId: id, class: 'minor', title: 'x' }, { expect: 404 });
    }
    expect((await others[1]!.get('/auditor-competences')).body.items).toEqual([]);
    await others[1]!.get(`/auditor-competences/${known.id}`, { expect: 404 });
    expect((await auditor.get(`/auditor-competences/${known.id}`)).body).toMatchObject({
      evaluatedById: manager.personId,
    });

    const programme = (
      await lead.post('/audit-programmes', { year: 2028, title: 'Next', disciplines: ['quality'], objectives: 'x' })
    ).body.id;
    await lead.post('/audits', plan({ programmeId: programme }));
    const local = await api.as({ roles: ['quality_manager'], siteIds: [site] });
    await local.move(`/audit-programmes/${programme}`, 'approve', { expect: 403 });
  });

  it('are erased with the photos that hang on their answers', async () => {
    const url = await started();
    const [item] = (await auditor.get(`${url}/checklist`)).body.items;
    const { body: file } = await upload(auditor, 'photo.png', png);
    const photo = { recordType: 'audit_checklist_item', recordId: item.id, fileId: file.id };
    const { body: attachment } = await auditor.post('/attachments', photo);
    const asked = { recordType: 'audit', recordId: url.split('/')[2] };
    expect((await manager.post('/redactions/previews', asked, { expect: 200 })).body.attachments).toMatchObject([
      { id: attachment.id, originalName: 'photo.png' },
    ]);
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
