import { ApiKey } from '#platform';
import { startApi, type TestApi } from './support/api.js';
import { type Answer, Client } from './support/client.js';

describe('administration', () => {
  let api: TestApi;
  let admin: Client;
  let employee: Client;
  let manager: Client;
  let berlin: string;
  let hamburg: string;

  beforeAll(async () => {
    api = await startApi();
    berlin = await api.site('BER');
    hamburg = await api.site('HAM');
    admin = await api.as({ roles: ['system_administrator'], name: 'Ada Admin' });
    employee = await api.as({ name: 'Emil Employee' });
    manager = await api.as({ roles: ['quality_manager', 'environmental_manager'] });
  });
  afterAll(() => api.stop());

  const codes = ({ body }: Answer): string[] => body.reasons.map((reason: { code: string }) => reason.code);
  const base = () => `${api.origin}/api/v1`;
  const withKey = (key: string) => new Client(base(), { authorization: `Bearer ${key}` });
  const tokenOf = (link: string) => link.split('#token=')[1]!;
  const cookieOf = ({ headers }: Answer) => headers.get('set-cookie')!.split(';')[0]!;

  /** A person whom the administrator registers, gives one role and invites, and who accepts. */
  async function newcomer(grant: object, email: string): Promise<Client> {
    const { body: person } = await admin.post('/people', { name: `New ${email}`, email });
    await admin.post(`/people/${person.id}/role-grants`, grant);
    const { body } = await admin.post(`/people/${person.id}/invitation`);
    const password = 'a long enough password';
    const answer = await api.anonymous.post(
      '/invitations/accept',
      { token: tokenOf(body.link), password },
      { expect: 204 },
    );
    return new Client(base(), { cookie: cookieOf(answer) }, person.id);
  }

  const nonconformity = (disciplines: string[], siteId: string) => ({
    title: `About ${disciplines.join(' and ')}`,
    source: 'inspection',
    disciplines,
    siteId,
    detectedOn: '2026-03-02',
  });

  describe('the organisation', () => {
    it('is read by all and changed by administrators, with a reason for what may be justified', async () => {
      expect((await employee.get('/organisation')).body).toMatchObject({ name: 'Example Metal Works', version: 1 });
      await api.anonymous.get('/organisation', { expect: 401 });
      await employee.change('/organisation', { name: 'Mine' }, { expect: 403 });
      await admin.patch('/organisation', { name: 'Example' }, { expect: 428 });
      await admin.patch('/organisation', { name: 'Example' }, { ifMatch: 7, expect: 412 });
      const bad = await admin.change('/organisation', { timeZone: 'Europe/Atlantis' }, { expect: 422 });
      expect(bad.body.reasons).toMatchObject([{ code: 'unknown-time-zone', field: '/timeZone' }]);
      const rules = { justifiableRules: ['closer-is-owner'] };
      expect(codes(await admin.change('/organisation', rules, { expect: 422 }))).toEqual(['reason-required']);
      await admin.change('/organisation', { ...rules, reason: 'We are five people' });
      const { body } = await admin.get(`/history/organisation/${api.orgId}`);
      expect(body.items[0]).toMatchObject({
        act: 'organisation.edit',
        actorName: 'Ada Admin',
        reason: 'We are five people',
        changes: [{ field: 'justifiableRules', before: [], after: ['closer-is-owner'] }],
      });
    });

    it('has sites with unique codes', async () => {
      const { body: site } = await admin.post('/sites', { code: 'MUC', name: 'Munich' });
      expect(site).toMatchObject({ workingDays: [1, 2, 3, 4, 5], holidays: [], closedOn: null });
      expect((await admin.post('/sites', { code: 'MUC', name: 'Again' }, { expect: 409 })).body.reasons).toMatchObject([
        { code: 'already-exists', field: '/code' },
      ]);
      await employee.post('/sites', { code: 'X', name: 'Mine' }, { expect: 403 });
      const bad = await admin.post('/sites', { code: 'lower', name: 'x', workingDays: [8] }, { expect: 422 });
      expect(bad.body.reasons.map((reason: { field: string }) => reason.field).sort()).toEqual([
        '/code',
        '/workingDays',
      ]);
      await admin.change(`/sites/${site.id}`, { closedOn: '2020-01-01', reason: 'Moved' });
      const open = (await employee.get('/sites?open=true&sort=code')).body.items;
      expect(open.map((row: { code: string }) => row.code)).toEqual(['BER', 'HAM']);
      const local = await api.as({ siteIds: [berlin] });
      expect((await local.get('/sites')).body.items).toMatchObject([{ code: 'BER' }]);
      await local.get(`/sites/${hamburg}`, { expect: 404 });
    });
  });

  describe('people', () => {
    it('are known to all by name, but by address only to those who manage them', async () => {
      const email = 'eva@example.org';
      const { body: eva } = await admin.post('/people', { name: 'Eva Lindqvist', email, jobTitle: 'Coating' });
      expect(eva).toMatchObject({ email, canSignIn: false, roles: [] });
      const { body } = await employee.get('/people?q=lindqvist');
      expect(body.items).toMatchObject([{ name: 'Eva Lindqvist', jobTitle: 'Coating' }]);
      expect(body.items[0]).not.toHaveProperty('email');
      expect((await employee.get('/people?q=eva%40example')).body.items).toEqual([]);
      await employee.get(`/history/person/${eva.id}`, { expect: 404 });
      await employee.post('/people', { name: 'Me' }, { expect: 403 });
      await employee.change(`/people/${eva.id}`, { name: 'Eve' }, { expect: 403 });
      expect(codes(await admin.post('/people', { name: 'Eva', email: 'EVA@example.org' }, { expect: 409 }))).toEqual([
        'already-exists',
      ]);
      expect((await admin.post('/people', { name: 'Eva', email: 'eva' }, { expect: 422 })).body.reasons).toMatchObject([
        { field: '/email' },
      ]);
      const stranger = await api.as({
        orgId: await api.foundOrganisation('Elsewhere'),
        roles: ['system_administrator'],
      });
      await stranger.get(`/people/${eva.id}`, { expect: 404 });
      await stranger.patch(`/people/${eva.id}`, { name: 'Ours' }, { ifMatch: 1, expect: 404 });
    });

    it('choose a password with a link that works once, and sign in until they leave', async () => {
      const { body: person } = await admin.post('/people', { name: 'Iris', email: 'iris@example.org' });
      const { body: early } = await admin.post(`/people/${person.id}/invitation`);
      const { body: invitation } = await admin.post(`/people/${person.id}/invitation`);
      expect(invitation).toMatchObject({ expiresOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
      const password = 'a long enough password';
      const accept = (link: string, expect: number) =>
        api.anonymous.post('/invitations/accept', { token: tokenOf(link), password }, { expect });
      await accept(early.link, 401);
      await accept(invitation.link, 204);
      await accept(invitation.link, 401);
      expect(codes(await admin.post(`/people/${person.id}/invitation`, undefined, { expect: 409 }))).toEqual([
        'has-account',
      ]);
      const signIn = (expect: number) =>
        api.anonymous.post('/session', { email: 'Iris@example.org', password }, { expect });
      const iris = new Client(base(), { cookie: cookieOf(await signIn(204)) });
      expect((await iris.get('/session')).body).toMatchObject({ name: 'Iris', permissions: [] });
      await iris.get('/people', { expect: 403 });
      await admin.change(`/people/${person.id}`, { leftOn: '2020-01-01', reason: 'Retired' });
      await iris.get('/session', { expect: 401 });
      await signIn(403);
      const { body: history } = await admin.get(`/history/person/${person.id}`);
      expect(history.items.map((entry: { act: string }) => entry.act)).toEqual([
        'person.leave',
        'person.acceptInvitation',
        'person.register',
      ]);
    });

    it('never find the link of an invitation again, even by repeating the request', async () => {
      const { body: person } = await admin.post('/people', { name: 'Once', email: 'once@example.org' });
      const first = await admin.post(`/people/${person.id}/invitation`, undefined, { key: 'invite-1' });
      const again = await admin.post(`/people/${person.id}/invitation`, undefined, { key: 'invite-1' });
      expect(again.body).toEqual({ ...first.body, link: null });
    });
  });

  describe('roles', () => {
    it('hold for their disciplines and sites only', async () => {
      const { body: quality } = await manager.post('/nonconformities', nonconformity(['quality'], berlin));
      const { body: spill } = await manager.post('/nonconformities', nonconformity(['environment'], berlin));
      const { body: remote } = await manager.post('/nonconformities', nonconformity(['quality'], hamburg));
      const grant = { role: 'employee', disciplines: ['quality'], siteIds: [berlin] };
      const local = await newcomer(grant, 'local@example.org');
      const ids = async (client: Client) =>
        (await client.get('/nonconformities?limit=200')).body.items.map((item: { id: string }) => item.id);
      expect(await ids(local)).toEqual([quality.id]);
      await local.get(`/nonconformities/${spill.id}`, { expect: 404 });
      await local.get(`/nonconformities/${remote.id}`, { expect: 404 });
      await local.post('/nonconformities', nonconformity(['environment'], berlin), { expect: 403 });
      await local.post('/nonconformities', nonconformity(['quality'], hamburg), { expect: 403 });
      await local.post('/nonconformities', nonconformity(['quality'], berlin));

      const wider = { role: 'employee', disciplines: ['environment'], siteIds: [berlin, hamburg] };
      await admin.post(`/people/${local.personId}/role-grants`, wider);
      expect(await ids(local)).toContain(spill.id);
      await local.get(`/nonconformities/${remote.id}`, { expect: 404 });
    });

    it('are given for a time, taken back with a reason, and stay in the history', async () => {
      const person = await newcomer({ role: 'employee', disciplines: ['quality'] }, 'timed@example.org');
      const url = `/people/${person.personId}/role-grants`;
      const past = {
        role: 'lead_auditor',
        disciplines: ['quality'],
        validFrom: '2020-01-01',
        validUntil: '2020-12-31',
      };
      await admin.post(url, past);
      expect((await person.get('/session')).body.permissions).not.toContainEqual(
        expect.objectContaining({ permission: 'audit:plan' }),
      );
      const { body } = await person.get(url);
      expect(body.items).toMatchObject([
        { role: 'employee', active: true },
        { role: 'lead_auditor', active: false },
      ]);
      const held = `/role-grants/${body.items[0].id}`;
      await admin.patch(held, { revoked: true }, { ifMatch: 1, expect: 422 });
      await admin.patch(held, { revoked: true, reason: 'Moved' }, { expect: 428 });
      await employee.patch(held, { revoked: true, reason: 'No' }, { ifMatch: 1, expect: 403 });
      await admin.patch(held, { revoked: true, reason: 'Moved' }, { ifMatch: 1 });
      await admin.patch(held, { revoked: true, reason: 'Moved' }, { ifMatch: 2, expect: 409 });
      expect((await person.get('/session')).body.permissions).toEqual([]);
      const { body: history } = await admin.get(`/history/role_grant/${body.items[0].id}`);
      expect(history.items[0]).toMatchObject({ act: 'person.revokeRole', reason: 'Moved', actorName: 'Ada Admin' });
    });

    it('cannot be given to oneself, without end to outsiders, or beyond what there is', async () => {
      const own = `/people/${admin.personId}/role-grants`;
      const quality = { role: 'quality_manager', disciplines: ['quality'] };
      expect(codes(await admin.post(own, quality, { expect: 403 }))).toEqual(['own-role']);
      await employee.post(`/people/${employee.personId}/role-grants`, quality, { expect: 403 });
      const url = `/people/${employee.personId}/role-grants`;
      const refused = async (fields: object, code: string, field: string) =>
        expect((await admin.post(url, { ...quality, ...fields }, { expect: 422 })).body.reasons).toMatchObject([
          { code, field },
        ]);
      await refused({ role: 'external_auditor' }, 'missing', '/validUntil');
      await refused({ role: 'integration' }, 'not-for-people', '/role');
      await refused({ role: 'system_administrator', siteIds: [berlin] }, 'whole-organisation', '/siteIds');
      await refused({ validUntil: '2020-01-01' }, 'too-early', '/validUntil');
      await refused({ siteIds: [berlin, admin.personId] }, 'unknown-reference', '/siteIds/1');
      await refused({ role: 'emperor' }, 'is-in', '/role');
      await employee.get(own, { expect: 403 });
    });

    it('can be given to oneself by whoever is alone, and leave at least one administrator', async () => {
      const orgId = await api.foundOrganisation('One Person');
      const alone = await api.as({ orgId, roles: ['system_administrator'] });
      const url = `/people/${alone.personId}/role-grants`;
      await alone.post(url, { role: 'quality_manager', disciplines: ['quality'] });
      const [administrator] = (await alone.get(url)).body.items;
      const refusal = await alone.patch(
        `/role-grants/${administrator.id}`,
        { revoked: true, reason: 'Tired' },
        { ifMatch: 1, expect: 409 },
      );
      expect(codes(refusal)).toEqual(['last-administrator']);
      const left = { leftOn: '2020-01-01' };
      expect(codes(await alone.change(`/people/${alone.personId}`, left, { expect: 409 }))).toEqual([
        'last-administrator',
      ]);
    });

    it('of an administrator for one site give no power over the whole', async () => {
      const local = await api.as({ roles: ['system_administrator'], siteIds: [berlin] });
      await local.post('/people', { name: 'Mine' }, { expect: 403 });
      await local.change('/organisation', { name: 'Mine' }, { expect: 403 });
      await local.post(`/people/${employee.personId}/role-grants`, {}, { expect: 422 });
      const grant = { role: 'employee', disciplines: ['quality'] };
      await local.post(`/people/${employee.personId}/role-grants`, grant, { expect: 403 });
      await local.get('/api-keys', { expect: 403 });
    });
  });

  describe('API keys', () => {
    const erp = { name: 'ERP', permissions: ['nonconformity:read', 'nonconformity:raise'], disciplines: ['quality'] };

    it('do what they were made for, at their sites, and nothing else', async () => {
      const { body: made } = await admin.post('/api-keys', { ...erp, siteIds: [berlin] });
      expect(made.key).toMatch(/^ck_[\w-]{43}$/);
      expect(made).toMatchObject({ hint: made.key.slice(-4), active: true, lastUsedAt: null });
      expect(made).not.toHaveProperty('keyHash');
      const integration = withKey(made.key);
      const { body: raised } = await integration.post('/nonconformities', nonconformity(['quality'], berlin));
      await integration.post('/nonconformities', nonconformity(['environment'], berlin), { expect: 403 });
      await integration.post('/nonconformities', nonconformity(['quality'], hamburg), { expect: 403 });
      await integration.get('/people', { expect: 403 });
      await integration.get('/api-keys', { expect: 403 });
      const { body: history } = await manager.get(`/history/nonconformity/${raised.id}`);
      expect(history.items[0]).toMatchObject({ actor: `k:${made.id}`, actorName: 'ERP', via: 'api' });
      const { body: seen } = await admin.get(`/api-keys/${made.id}`);
      expect(seen).not.toHaveProperty('key');
      expect(Date.now() - Date.parse(seen.lastUsedAt)).toBeLessThan(60_000);
    });

    it('end when they are revoked, and when they expire', async () => {
      const { body: made } = await admin.post('/api-keys', { ...erp, expiresOn: '2100-01-01' });
      const integration = withKey(made.key);
      await integration.get('/nonconformities');
      const url = `/api-keys/${made.id}`;
      await admin.patch(url, { revoked: true, reason: 'Leaked' }, { expect: 428 });
      await admin.patch(url, { revoked: true, reason: 'Leaked' }, { ifMatch: 1 });
      await integration.get('/nonconformities', { expect: 401 });
      await admin.patch(url, { revoked: true, reason: 'Leaked' }, { ifMatch: 2, expect: 409 });

      const { body: old } = await admin.post('/api-keys', { ...erp, name: 'Old' });
      await withKey(old.key).get('/nonconformities');
      await api.arrange(async (tx) => {
        await tx.update(await tx.claim(ApiKey, old.id), { expiresOn: '2020-01-01' });
      });
      await withKey(old.key).get('/nonconformities', { expect: 401 });
      const { body: ended } = await admin.get('/api-keys?active=false&sort=name');
      expect(ended.items.map((key: { name: string }) => key.name)).toEqual(['ERP', 'Old']);
    });

    it('are never more than an integration, and for existing sites and days to come', async () => {
      const refused = async (fields: object, code: string, field: string) =>
        expect((await admin.post('/api-keys', { ...erp, ...fields }, { expect: 422 })).body.reasons).toMatchObject([
          { code, field },
        ]);
      await refused({ permissions: ['person:manage'] }, 'is-in', '/permissions');
      await refused({ permissions: [] }, 'array-min-size', '/permissions');
      await refused({ siteIds: [admin.personId] }, 'unknown-reference', '/siteIds/0');
      await refused({ expiresOn: '2020-01-01' }, 'too-early', '/expiresOn');
      await manager.post('/api-keys', erp, { expect: 403 });
    });

    it('are stored as digests, also in the answer that is kept for a repeated request', async () => {
      const first = await admin.post('/api-keys', { ...erp, name: 'Repeated' }, { key: 'make-1' });
      const again = await admin.post('/api-keys', { ...erp, name: 'Repeated' }, { key: 'make-1' });
      expect(again.body).toEqual({ ...first.body, key: null });
      const secret = first.body.key.slice(3);
      for (const table of ['api_key', 'idempotency_key', 'log.entry', 'log.disclosure']) {
        const { rows } = await api.database.owner.query(`SELECT 1 FROM ${table} t WHERE t::text LIKE $1`, [
          `%${secret}%`,
        ]);
        expect([table, rows]).toEqual([table, []]);
      }
    });
  });

  describe('processes', () => {
    const coating = { code: 'P-08', name: 'Coating', kind: 'core', disciplines: ['quality', 'environment'] };

    it('are described by managers and shown by discipline and site', async () => {
      const { body: process } = await manager.post('/processes', { ...coating, ownerId: employee.personId });
      const url = `/processes/${process.id}`;
      expect((await manager.post('/processes', coating, { expect: 409 })).body.reasons).toMatchObject([
        { code: 'already-exists', field: '/code' },
      ]);
      await employee.post('/processes', { ...coating, code: 'P-09' }, { expect: 403 });
      await api.anonymous.get('/processes', { expect: 401 });
      const bad = { ...coating, code: 'P-10', kind: 'odd', ownerId: berlin };
      expect((await manager.post('/processes', bad, { expect: 422 })).body.reasons).toMatchObject([{ field: '/kind' }]);
      expect((await manager.post('/processes', { ...bad, kind: 'core' }, { expect: 422 })).body.reasons).toMatchObject([
        { code: 'unknown-reference', field: '/ownerId' },
      ]);

      await manager.change(url, { purpose: 'Protects steel', reason: 'First review' });
      await manager.patch(url, { name: 'Late' }, { ifMatch: 1, expect: 412 });
      const { body: history } = await manager.get(`/history/process/${process.id}`);
      expect(history.items[0]).toMatchObject({ act: 'process.edit', reason: 'First review' });
      expect((await manager.get(`${url}?asOf=${process.updatedAt}`)).body).toMatchObject({ version: 1, purpose: null });

      await manager.post('/processes', { ...coating, code: 'E-01', name: 'Waste', disciplines: ['environment'] });
      await manager.post('/processes', { ...coating, code: 'H-01', name: 'Port', siteId: hamburg });
      const codesFor = async (who: Parameters<TestApi['as']>[0], query = '') =>
        (await (await api.as(who)).get(`/processes?sort=code${query}`)).body.items.map(
          (row: { code: string }) => row.code,
        );
      expect(await codesFor({})).toEqual(['E-01', 'H-01', 'P-08']);
      expect(await codesFor({ disciplines: ['quality'] })).toEqual(['H-01', 'P-08']);
      expect(await codesFor({ siteIds: [berlin] })).toEqual(['E-01', 'P-08']);
      await manager.change(url, { retiredOn: '2020-01-01' });
      expect(await codesFor({}, '&inUse=true')).toEqual(['E-01', 'H-01']);
    });

    it('cannot be moved to a discipline that the manager does not hold', async () => {
      const quality = await api.as({ roles: ['quality_manager'] });
      const { body } = await quality.post('/processes', { ...coating, code: 'Q-01', disciplines: ['quality'] });
      await quality.change(`/processes/${body.id}`, { disciplines: ['environment'] }, { expect: 403 });
    });
  });

  it('shows the clauses of the standards as a tree with where they went', async () => {
    const { body: editions } = await employee.get('/standards');
    expect(editions.items.map((edition: { path: string }) => edition.path).sort()).toEqual([
      'iso-14001/2015',
      'iso-14001/2026',
      'iso-9001/2015',
      'iso-9001/2026',
    ]);
    const { body } = await employee.get('/standards/iso-9001/2015/clauses');
    expect(body.items.map((clause: { clause: string }) => clause.clause)).toEqual(['4', '5', '6', '7', '8', '9', '10']);
    const { body: now } = await employee.get('/standards/iso-9001/2026/clauses');
    const find = (items: { clause: string; children: never[] }[], wanted: string): unknown =>
      items.find((item) => item.clause === wanted) ??
      items.map((item) => find(item.children, wanted)).find((item) => item !== undefined);
    expect(find(now.items, '8.7')).toMatchObject({
      reference: 'ISO 9001:2026 / 8.7',
      disciplines: ['quality'],
      predecessors: ['ISO 9001:2015 / 8.7'],
    });
    await employee.get('/standards/iso-9001/1987/clauses', { expect: 404 });
    await api.anonymous.get('/standards', { expect: 401 });
  });
});
