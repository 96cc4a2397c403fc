import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';

describe('audits by others', () => {
  let api: TestApi;
  let planner: Client;
  let manager: Client;
  let site: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    planner = await api.as({ roles: ['lead_auditor'], name: 'Lena Lead' });
    manager = await api.as({ roles: ['quality_manager'] });
  });
  afterAll(() => api.stop());

  const finding = (fields: object = {}) => ({
    class: 'minor',
    title: 'Drums without a label',
    requirement: 'Permit 12/2019, condition 4',
    evidence: 'Three of ten drums at gate 2',
    statement: 'The condition is not met for three drums.',
    ...fields,
  });
  const inspection = (fields: object = {}) => ({
    kind: 'regulator',
    mode: 'on_site',
    disciplines: ['environment'],
    title: 'Inspection of the waste store',
    siteId: site,
    otherCriteria: 'Permit 12/2019',
    externalAuditors: ['Water authority, Mr Brandt'],
    heldFrom: '2026-03-02',
    heldTo: '2026-03-03',
    reportIssuedOn: '2026-03-20',
    externalRef: 'WA-77',
    findings: [finding(), finding({ class: 'major', correctedOn: '2026-03-02', foundOn: '2026-03-02' })],
    ...fields,
  });

  it('are recorded with their issued findings in one go, and followed up like every audit', async () => {
    const { body: audit } = await planner.post('/external-audits', inspection());
    expect(audit).toMatchObject({
      reference: expect.stringMatching(/^AUD-/),
      state: 'report_issued',
      plannedFrom: '2026-03-02',
      openedOn: '2026-03-02',
      closedOn: '2026-03-03',
      reportIssuedOn: '2026-03-20',
      issuedById: null,
    });
    const url = `/audits/${audit.id}`;
    const { items } = (await planner.get(`/findings?auditId=${audit.id}&sort=reference`)).body;
    expect(items).toMatchObject([
      { state: 'issued', foundOn: '2026-03-03', siteId: site, disciplines: ['environment'], foundById: null },
      { state: 'issued', foundOn: '2026-03-02', correctedOn: '2026-03-02' },
    ]);
    expect((await planner.get(`${url}/report`)).body.participants).toEqual([
      { name: 'Water authority, Mr Brandt', role: 'external_auditor' },
    ]);
    // The authority noted the correction of the second one; the first one needs its nonconformity.
    const open = (await planner.move(url, 'complete', { expect: 422 })).body.reasons;
    expect(open).toMatchObject([{ code: 'finding-open', message: expect.stringContaining(items[0].reference) }]);
    const raised = await planner.post(
      `/findings/${items[0].id}/nonconformity`,
      { severity: 'S2', extent: 'E1', legalBreach: true },
      { ifMatch: items[0].version, expect: 200 },
    );
    const { body: nonconformity } = await planner.get(`/nonconformities/${raised.body.nonconformityId}`);
    expect(nonconformity).toMatchObject({ source: 'regulator_notice', legalBreach: true, detectedOn: '2026-03-03' });
    expect((await planner.move(url, 'complete', { expect: 422 })).body.reasons[0].code).toBe('nonconformity-open');
    expect((await planner.move(url, 'followUp')).body.state).toBe('follow_up');
    const { body: history } = await planner.get(`/history/audit/${audit.id}`);
    expect(history.items.at(-1)).toMatchObject({ act: 'externalAudit.record', actorName: 'Lena Lead' });
  });

  it('may also be planned and accompanied, without a lead or auditors of our own', async () => {
    const { body } = await planner.post('/audits', {
      kind: 'certification',
      mode: 'hybrid',
      disciplines: ['quality'],
      title: 'Surveillance audit',
      editions: ['ISO 9001:2026'],
      plannedFrom: '2026-10-05',
      plannedTo: '2026-10-06',
      siteId: site,
      objectives: 'Keep the certificate',
      scopeText: 'Whole site',
      externalAuditors: ['K. Weber, CertBody AG'],
    });
    const url = `/audits/${body.id}`;
    const guide = await api.as({});
    await planner.post(`${url}/team`, { personId: guide.personId, role: 'guide' });
    await guide.post('/findings', { auditId: body.id, class: 'observation', title: 'x' }, { expect: 403 });
    await planner.move(url, 'prepare');
    const meetings = {
      openedOn: '2026-10-05',
      openingAttendees: ['All'],
      closedOn: '2026-10-06',
      closingAttendees: ['All'],
    };
    await planner.change(url, meetings);
    await manager.move(url, 'start', { expect: 403 });
    await planner.move(url, 'start');
    const { body: noted } = await planner.post('/findings', {
      auditId: body.id,
      class: 'opportunity',
      title: 'Show trends at the machine',
      clauses: ['ISO 9001:2026 / 9.1.1'],
    });
    await planner.move(`/findings/${noted.id}`, 'confirm');
    await planner.change(url, { conclusions: 'Certificate stays valid' });
    for (const action of ['finishFieldwork', 'draftReport', 'issueReport']) await planner.move(url, action);
    expect((await planner.move(url, 'complete', { expect: 422 })).body.reasons[0].code).toBe('finding-open');
    await manager.change(`/findings/${noted.id}`, { disposition: 'Declined: trends are in the weekly meeting' });
    expect((await planner.move(url, 'complete')).body.state).toBe('completed');
    await manager.change(`/findings/${noted.id}`, { disposition: 'Taken up' }, { expect: 409 });
  });

  it('refuses strangers, who may not plan, and reports that cannot be', async () => {
    await api.anonymous.post('/external-audits', inspection(), { expect: 401 });
    await manager.post('/external-audits', inspection(), { expect: 403 });
    const elsewhere = await api.as({ roles: ['lead_auditor'], siteIds: [await api.site('HAM')] });
    await elsewhere.post('/external-audits', inspection(), { expect: 403 });
    const bad = async (fields: object, field: string) =>
      expect((await planner.post('/external-audits', inspection(fields), { expect: 422 })).body.reasons).toContainEqual(
        expect.objectContaining({ field }),
      );
    await bad({ kind: 'internal' }, '/kind');
    await bad({ heldTo: '2026-03-01' }, '/heldTo');
    await bad({ heldTo: '2999-01-01' }, '/heldTo');
    await bad({ reportIssuedOn: '2026-03-01' }, '/reportIssuedOn');
    await bad({ findings: [finding(), finding({ statement: null })] }, '/findings/1/statement');
    await bad({ findings: [finding({ clauses: ['ISO 14001:2026 / 99'] })] }, '/findings/0/clauses/0');
    await bad({ findings: [finding({ siteId: await api.site('KIEL') })] }, '/findings/0/siteId');
    await bad({ findings: [finding({ foundOn: '2999-01-01' })] }, '/findings/0/foundOn');
    await bad({ state: 'completed' }, '/state');
    expect((await planner.get('/audits?q=waste&count=true')).body.total).toBe(1);
  });
});
