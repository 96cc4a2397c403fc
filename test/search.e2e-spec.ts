import { startApi, type TestApi } from './support/api.js';
import { methodsOf, plantRegister } from './support/aspect-register.js';
import { Client } from './support/client.js';
import { described } from './support/nonconforming.js';

interface Hit {
  recordType: string;
  path: string;
  id: string;
  reference: string | null;
  title: string;
  state: string | null;
}

const hits = async (who: Client, q: string, limit = 50): Promise<Hit[]> =>
  (await who.get(`/search?q=${encodeURIComponent(q)}&limit=${limit}`)).body.items;
const kinds = (found: Hit[]) => found.map(({ recordType }) => recordType).sort();

describe('search', () => {
  let api: TestApi;
  let site: string;
  let boss: Client;
  /** Number of each nonconformity, in the order in which they were submitted. */
  const references: string[] = [];

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    boss = await api.as({
      roles: ['quality_manager', 'environmental_manager', 'lead_auditor', 'process_owner'],
      name: 'Bea Boss',
    });
    for (let n = 1; n <= 12; n++) {
      const { body } = await boss.post('/nonconformities', described(site, { title: `Torque ${n}` }));
      references.push((await boss.move(`/nonconformities/${body.id}`, 'submit')).body.reference);
    }
  });
  afterAll(() => api.stop());

  it('goes to a number, however it is typed', async () => {
    const [year] = /\d{4}/.exec(references[0]!)!;
    for (const q of [`NC-${year}-0003`, `nc-${year}-3`, `NC ${year} 3`, `Nc-${year}-03`]) {
      const found = await hits(boss, q);
      expect(found).toMatchObject([
        {
          recordType: 'nonconformity',
          path: 'nonconformities',
          reference: references[2],
          title: 'Torque 3',
          state: 'open',
        },
      ]);
    }
    // Exact first, then what begins like it.
    expect((await hits(boss, `NC-${year}-001`)).map(({ reference }) => reference)).toEqual([
      references[0],
      ...references.slice(9, 12),
    ]);
    expect((await hits(boss, `nc-${year}-`)).length).toBe(12);
    expect(await hits(boss, `NC-${year}-77`)).toEqual([]);
    expect(await hits(boss, `CA-${year}-1`)).toEqual([]);
  });

  it('finds all kinds of records by their words, and leads to each', async () => {
    const name = 'Quetzal';
    const { body: site2 } = await (
      await api.as({ roles: ['system_administrator'] })
    ).post('/sites', {
      code: 'QTZ',
      name: `${name} plant`,
    });
    await api.as({ name: `${name} Person` });
    const both = ['quality', 'environment'];
    await boss.post('/nonconformities', described(site, { title: 'Draft', statement: `Seen at ${name}` }));
    await boss.post('/actions', {
      title: `Feed ${name}`,
      ownerId: boss.personId,
      dueOn: '2026-12-01',
      disciplines: both,
      siteId: site2.id,
    });
    const { body: programme } = await boss.post('/audit-programmes', { year: 2026, title: name, disciplines: both });
    const { body: audit } = await boss.post('/audits', {
      kind: 'regulator',
      mode: 'on_site',
      disciplines: both,
      title: `${name} visit`,
      editions: ['ISO 9001:2026'],
      plannedFrom: '2026-05-04',
      plannedTo: '2026-05-04',
      objectives: 'x',
      scopeText: 'x',
      programmeId: programme.id,
    });
    await boss.post(`/audits/${audit.id}/team`, { personId: boss.personId, role: 'lead' });
    const url = `/audits/${audit.id}`;
    await boss.move(url, 'prepare');
    await boss.change(url, { openedOn: '2026-05-04', openingAttendees: ['All'] });
    await boss.move(url, 'start');
    await boss.post('/findings', { auditId: audit.id, class: 'conformity', title: `${name} is well` });
    await boss.post('/checklist-templates', { code: 'CL-QTZ', title: `Is ${name} fed?`, disciplines: both });
    await boss.post('/processes', { code: 'QTZ', name: `${name} care`, kind: 'core', disciplines: both });
    await boss.post('/complaints', {
      customer: `${name} AG`,
      channel: 'phone',
      receivedOn: '2026-03-02',
      description: 'Loud',
    });
    const { siteId: _s, source: _o, disciplines: _d, ...raised } = described(site) as Record<string, unknown>;
    await boss.post('/nonconforming-outputs', {
      product: `${name} feed`,
      quantity: 1,
      unit: 'kg',
      foundAt: 'final',
      description: 'Mouldy',
      siteId: site,
      nonconformity: raised,
    });
    await boss.post('/aspects', { ...plantRegister[0]!.aspect, activity: `${name} keeping`, title: 'Noise' });
    await boss.post('/environmental-reviews', {
      kind: 'initial',
      title: `Review of ${name}`,
      scope: 'All',
      leadId: boss.personId,
      dueOn: '2026-12-01',
    });
    const { definition } = (await methodsOf(boss))['M1']!.first;
    await boss.post('/significance-methods', { code: 'QTZ', name: `${name} method`, definition });

    const found = await hits(boss, 'quetzal');
    expect(kinds(found)).toEqual([
      'action',
      'aspect',
      'audit',
      'audit_programme',
      'checklist_template',
      'complaint',
      'environmental_review',
      'finding',
      'nonconforming_output',
      'nonconformity',
      'person',
      'process',
      'significance_method',
      'site',
    ]);
    for (const { path, id } of found) expect((await boss.get(`/${path}/${id}`)).body.id).toBe(id);
    expect(found.find(({ recordType }) => recordType === 'nonconformity')).toMatchObject({
      reference: null,
      state: 'draft',
    });
    expect(found.find(({ recordType }) => recordType === 'aspect')?.title).toBe('Quetzal keeping: Noise');
    expect(found.find(({ recordType }) => recordType === 'person')).toMatchObject({ reference: null, state: null });
    // Each word must stand somewhere; a code is a number too.
    expect(kinds(await hits(boss, 'care QUETZAL'))).toEqual(['process']);
    expect(kinds(await hits(boss, 'cl-qtz'))).toEqual(['checklist_template']);
    // The newest of each kind come first, so that many of one kind do not hide the others.
    const first = await hits(boss, 'a', 14);
    expect(new Set(kinds(first)).size).toBeGreaterThan(10);
  });

  it('takes signs of patterns as signs', async () => {
    const { body } = await boss.post('/nonconformities', described(site, { title: 'Only 50 % filled_up' }));
    expect((await hits(boss, '50 %')).map(({ id }) => id)).toEqual([body.id]);
    expect((await hits(boss, 'd_u')).map(({ id }) => id)).toEqual([body.id]);
    expect(await hits(boss, '\\')).toEqual([]);
  });

  it('shows nothing that the caller may not read', async () => {
    const elsewhere = await api.site('HAM');
    const word = 'Okapi';
    const { body: quality } = await boss.post('/nonconformities', described(site, { title: word }));
    const { body: green } = await boss.post(
      '/nonconformities',
      described(elsewhere, { title: word, disciplines: ['environment'] }),
    );
    await boss.post('/aspects', { ...plantRegister[0]!.aspect, title: word, siteId: elsewhere });
    await api.as({ name: `${word} Person` });
    const seen = async (who: Client) => (await hits(who, word)).map(({ recordType, id }) => [recordType, id]);
    const stranger = await api.as({ orgId: await api.foundOrganisation('Elsewhere'), roles: ['quality_manager'] });
    expect(await seen(stranger)).toEqual([]);
    expect(await hits(stranger, references[0]!)).toEqual([]);
    const local = await api.as({ siteIds: [site] });
    expect(kinds(await hits(local, word))).toEqual(['nonconformity', 'person']);
    expect(await seen(local)).toContainEqual(['nonconformity', quality.id]);
    const mixed = await api.as({
      grants: [
        { role: 'employee', disciplines: ['quality'], siteIds: [elsewhere] },
        { role: 'employee', disciplines: ['environment'], siteIds: [site] },
      ],
    });
    expect(kinds(await hits(mixed, word))).toEqual(['person']);
    expect(await hits(mixed, references[0]!)).toEqual([]);
    const admin = await api.as({ roles: ['system_administrator'] });
    expect(kinds(await hits(admin, word))).toEqual(['person']);
    const key = { name: 'ERP', permissions: ['nonconformity:read'], disciplines: ['environment'] };
    const { body: made } = await admin.post('/api-keys', key);
    const erp = new Client(`${api.origin}/api/v1`, { authorization: `Bearer ${made.key}` });
    expect(await seen(erp)).toEqual([['nonconformity', green.id]]);
  });

  it('is closed to strangers, and wants something to look for', async () => {
    await api.anonymous.get('/search?q=x', { expect: 401 });
    for (const query of ['', '?q=', '?q=%20', '?q=x&limit=0', '?q=x&limit=51', `?q=${'x'.repeat(201)}`, '?q=x&kind=y'])
      await boss.get(`/search${query}`, { expect: 422 });
    expect((await hits(boss, 'Torque', 3)).length).toBe(3);
  });
});
