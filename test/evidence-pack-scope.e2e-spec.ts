import type { TestApi } from './support/api.js';
import type { Bag } from './support/bag.js';
import type { Client } from './support/client.js';
import { type Packing, startPacking } from './support/packing.js';

describe('the scope of an evidence pack', () => {
  let packing: Packing;
  let api: TestApi;
  let berlin: string;
  let hamburg: string;
  let manager: Client;
  let olga: Client;

  beforeAll(async () => {
    packing = await startPacking();
    ({ api, berlin, hamburg, manager, olga } = packing);
  });
  afterAll(() => packing.stop());

  it('holds nothing of another organisation, site or discipline, and says what it leaves out', async () => {
    const stranger = await api.as({
      orgId: await api.foundOrganisation('STRANGER-ORG'),
      roles: ['quality_manager'],
      name: 'STRANGER-NAME',
    });
    const foreign = await packing.raise(stranger, {
      siteId: null,
      title: 'STRANGER-TITLE',
      evidence: 'STRANGER-EVIDENCE',
    });
    await packing.attach(stranger, foreign.id, 'STRANGER-FILE.txt', 'STRANGER-CONTENT');
    const there = await packing.raise(manager, {
      siteId: hamburg,
      title: 'HAMBURG-TITLE',
      evidence: 'HAMBURG-EVIDENCE',
    });
    await packing.attach(manager, there.id, 'HAMBURG-FILE.txt', 'HAMBURG-CONTENT');
    const green = await packing.raise(manager, {
      disciplines: ['environment'],
      title: 'GREEN-TITLE',
      evidence: 'GREEN-EVIDENCE',
      clauses: [],
    });
    await packing.attach(manager, green.id, 'GREEN-FILE.txt', 'GREEN-CONTENT');
    const here = await packing.raise(manager, { title: 'BERLIN-TITLE', evidence: 'BERLIN-EVIDENCE' });
    await packing.attach(manager, here.id, 'BERLIN-FILE.txt', 'BERLIN-CONTENT');
    const auditor = await api.as({ roles: ['external_auditor'], disciplines: ['quality'], siteIds: [berlin] });
    const { bag, pack } = await packing.open(auditor);
    const whole = bag
      .files()
      .map((name) => `${name}\n${bag.text(name)}\n${disclosedTexts(name, bag)}`)
      .join('\n');
    expect(whole).toContain('BERLIN-TITLE');
    expect(whole).toContain('BERLIN-CONTENT');
    expect(whole).not.toMatch(/STRANGER|HAMBURG|GREEN|Site HAM/);
    expect(whole).not.toContain(foreign.id);
    const omitted = bag.table('data/omissions.csv').map(({ type, id, reason }) => ({ type, id, reason }));
    // Of another site, not even the number of records is told.
    expect(omitted).toEqual([{ type: 'nonconformity', id: green.id, reason: 'not-permitted' }]);
    expect(pack['counts']).toMatchObject({ omissions: 1 });
    expect(whole).not.toContain(there.id);
    // What is outside the scope itself is not left out.
    const { bag: scoped } = await packing.open(auditor, { siteIds: [berlin], disciplines: ['quality'] });
    expect(scoped.table('data/omissions.csv')).toEqual([]);
    expect(scoped.table('data/tables/nonconformity.csv').map(({ id }) => id)).toContain(here.id);

    await manager.get(`/evidence-packs/${String(pack['id'])}`);
    await manager.get(`/evidence-packs/${String(pack['id'])}/content`, { expect: 403 });
    const colleague = await api.as({ roles: ['external_auditor'], siteIds: [berlin] });
    await colleague.get(`/evidence-packs/${String(pack['id'])}`, { expect: 404 });
    await stranger.get(`/evidence-packs/${String(pack['id'])}/content`, { expect: 404 });
    expect((await colleague.get('/evidence-packs')).body.items).toEqual([]);
    expect((await auditor.get('/evidence-packs?state=ready&count=true')).body.total).toBe(2);
  });

  it('keeps to days, clauses, disciplines, sites and kinds', async () => {
    const orgId = await api.foundOrganisation('Scopes');
    const [one, two] = [await api.site('ONE', orgId), await api.site('TWO', orgId)];
    const boss = await api.as({ orgId, roles: ['quality_manager', 'environmental_manager'] });
    const find = (fields: object) => packing.raise(boss, { siteId: one, ...fields });
    await find({ title: 'a', detectedOn: '2026-01-31' });
    await find({ title: 'b', detectedOn: '2026-02-01', clauses: ['ISO 9001:2026 / 8.5.1'] });
    await find({ title: 'c', detectedOn: '2026-02-28', siteId: two, clauses: ['ISO 9001:2026 / 10.2'] });
    await find({
      title: 'd',
      detectedOn: '2026-03-01',
      siteId: null,
      disciplines: ['environment'],
      clauses: ['ISO 14001:2026 / 8.2'],
    });
    await boss.post('/actions', {
      title: 'e',
      ownerId: boss.personId,
      dueOn: '2026-12-01',
      disciplines: ['quality'],
      siteId: one,
    });
    const held = async (scope: object) => {
      const { bag } = await packing.open(boss, scope);
      return ['nonconformity', 'action']
        .flatMap((kind) =>
          bag.files().includes(`data/tables/${kind}.csv`)
            ? bag.table(`data/tables/${kind}.csv`).map(({ title }) => title)
            : [],
        )
        .join('');
    };
    expect(await held({})).toBe('abcde');
    expect(await held({ from: '2026-02-01', to: '2026-02-28' })).toBe('bc');
    expect(await held({ recordTypes: ['nonconformity'], clauses: ['ISO 9001:2026 / 8'] })).toBe('ab');
    expect(await held({ recordTypes: ['nonconformity'], siteIds: [two] })).toBe('cd');
    expect(await held({ disciplines: ['environment'] })).toBe('d');
    expect(await held({ recordTypes: ['action'] })).toBe('e');
  });

  it('of an audit holds its team, checklist, findings, their nonconformities and actions, and no other', async () => {
    const lead = await api.as({ roles: ['lead_auditor'], name: 'Lena Lead' });
    const person = {
      personId: lead.personId,
      level: 'lead',
      editions: ['ISO 9001:2026'],
      qualification: 'Course',
      validFrom: '2025-01-01',
    };
    await manager.post('/auditor-competences', person);
    const audited = async (title: string) => {
      const plan = {
        kind: 'internal',
        mode: 'on_site',
        disciplines: ['quality'],
        title,
        editions: ['ISO 9001:2026'],
        plannedFrom: '2026-05-04',
        plannedTo: '2026-05-05',
        siteId: berlin,
        objectives: 'Look',
        scopeText: 'Line 1',
      };
      const { body: audit } = await lead.post('/audits', plan);
      const url = `/audits/${audit.id}`;
      await lead.post(`${url}/team`, { personId: lead.personId, role: 'lead' });
      await lead.move(url, 'prepare');
      await lead.change(url, { openedOn: '2026-05-04', openingAttendees: ['Lena'] });
      await lead.move(url, 'start');
      const words = { requirement: 'Yearly', evidence: 'Label of 2024', statement: 'Overdue' };
      const { body: finding } = await lead.post('/findings', {
        auditId: audit.id,
        class: 'minor',
        title,
        clauses: ['ISO 9001:2026 / 7.1.5.2'],
        ...words,
      });
      await lead.move(`/findings/${finding.id}`, 'confirm');
      const { version } = (await lead.get(`/findings/${finding.id}`)).body;
      const { body: linked } = await lead.post(
        `/findings/${finding.id}/nonconformity`,
        {},
        { ifMatch: version, expect: 200 },
      );
      await manager.change(`/nonconformities/${linked.nonconformityId}`, {
        severity: 'S2',
        extent: 'E1',
        ownerId: olga.personId,
        reason: 'Triage',
      });
      await manager.move(`/nonconformities/${linked.nonconformityId}`, 'accept');
      const { body: action } = await manager.post('/actions', {
        nonconformityId: linked.nonconformityId,
        title,
        ownerId: olga.personId,
        dueOn: '2026-12-01',
      });
      return { audit: audit.id, finding: finding.id, nonconformity: linked.nonconformityId, action: action.id };
    };
    const mine = await audited('Calibration');
    const other = await audited('OTHER-AUDIT');
    const { bag } = await packing.open(lead, { auditIds: [mine.audit] });
    for (const kind of ['audit', 'finding', 'nonconformity', 'action'] as const)
      expect(bag.table(`data/tables/${kind}.csv`).map(({ id }) => id)).toEqual([mine[kind]]);
    expect(bag.table('data/tables/audit_team_member.csv')).toMatchObject([
      { auditId: mine.audit, personId: lead.personId },
    ]);
    // Of others the lines are there, so that none can be left out unseen, and nothing of what they say.
    const lines = ['data/log/entries.ndjson', 'data/log/not-selected.csv'];
    const whole = bag
      .files()
      .filter((name) => !lines.includes(name))
      .map((name) => bag.text(name) + disclosedTexts(name, bag))
      .join('\n');
    expect(whole).not.toMatch(new RegExp(['OTHER-AUDIT', ...Object.values(other)].join('|')));
    expect(lines.map((name) => bag.text(name)).join('\n')).not.toContain('OTHER-AUDIT');
    expect(bag.table(lines[1]!)).toContainEqual({ line: expect.any(String), type: 'audit', id: other.audit });
    expect(bag.text('data/index.html')).toContain(`<a href="#r-${mine.audit}">`);
  });
});

/** What disclosures say, so that a search for words finds them too. */
function disclosedTexts(name: string, bag: Bag): string {
  if (!name.endsWith('disclosures.ndjson')) return '';
  return bag
    .text(name)
    .trimEnd()
    .split('\n')
    .map((line) => Buffer.from((JSON.parse(line) as { d: string }).d, 'base64url').toString())
    .join('\n');
}
