import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';
import { knownKey, packOf, verify } from './support/packs.js';
import { expected } from './support/waiting.js';

describe('legal holds', () => {
  let api: TestApi;
  let eva: Client;
  let paul: Client;
  let site: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    eva = await api.as({ name: 'Eva', roles: ['quality_manager'] });
    paul = await api.as({ name: 'Paul', roles: ['top_management'] });
  });
  afterAll(() => api.stop());

  const complain = async (siteId: string | null = null): Promise<string> =>
    (
      await eva.post('/complaints', {
        customer: 'Customer',
        contact: 'Ms Berg',
        channel: 'phone',
        receivedOn: '2026-03-02',
        description: 'Leaks',
        siteId,
      })
    ).body.id;
  const erasure = (recordId: string) => ({
    recordType: 'complaint',
    recordId,
    legalGround: 'request_of_person',
    explanation: 'Letter',
    targets: [{ recordType: 'complaint', recordId, field: 'contact' }],
  });
  const hold = async (fields: object, by = eva) =>
    (await by.post('/legal-holds', { title: 'Lawsuit', reason: 'Letter of the court', ...fields })).body;
  const inForce = async (fields: object) => {
    const { id, reference } = await hold(fields);
    await paul.move(`/legal-holds/${id}`, 'set');
    return { id, reference };
  };
  const lift = async (id: string) => {
    await paul.move(`/legal-holds/${id}`, 'askToLift', { reason: 'Settled' });
    await eva.move(`/legal-holds/${id}`, 'lift');
  };

  it('are set and lifted by two people each, and all of that is on record', async () => {
    const asked = await hold({ scope: 'organisation' });
    expect(asked).toMatchObject({ state: 'requested', reference: expect.stringMatching(/^LH-\d{4}-0001$/) });
    const url = `/legal-holds/${asked.id}`;
    const waits = async () => [await expected(eva, url), await expected(paul, url)];
    expect(await waits()).toEqual([[], ['set_hold']]);
    expect((await eva.move(url, 'set', { expect: 403 })).body.reasons).toMatchObject([{ code: 'four-eyes' }]);
    expect((await paul.move(url, 'set')).body).toMatchObject({ state: 'in_force', setByName: 'Paul' });
    expect((await eva.move(url, 'askToLift', { expect: 422 })).body.reasons).toMatchObject([
      { code: 'reason-required' },
    ]);
    await eva.move(url, 'askToLift', { reason: 'Settled' });
    await eva.move(url, 'lift', { expect: 403 });
    expect(await waits()).toEqual([[], ['lift_hold']]);
    expect((await paul.move(url, 'lift')).body).toMatchObject({
      state: 'lifted',
      liftedByName: 'Paul',
      liftReason: 'Settled',
    });
    expect(await waits()).toEqual([[], []]);
    expect(
      (await eva.get(`/history/legal_hold/${asked.id}`)).body.items.map(({ act }: { act: string }) => act),
    ).toEqual(['legalHold.lift', 'legalHold.askToLift', 'legalHold.set', 'legalHold.request']);
    await expect(
      api.arrange((tx) =>
        tx.sql(`UPDATE legal_hold SET state = 'in_force', lifted_by = NULL, set_by = requested_by WHERE id = $1`, [
          asked.id,
        ]),
      ),
    ).rejects.toThrow(/check constraint/);
  });

  it('are not set on a part of a record, which is held with the whole', async () => {
    const part = { title: 'Lawsuit', reason: 'Court', scope: 'record_type', recordType: 'audit_checklist_item' };
    expect((await eva.post('/legal-holds', part, { expect: 422 })).body.reasons).toMatchObject([
      { code: 'held-with-its-record', field: '/recordType' },
    ]);
  });

  it.each(['record', 'record_type', 'site', 'organisation'] as const)(
    'of a %s come before every erasure',
    async (scope) => {
      const [held, free] = [
        await complain(site),
        scope === 'record' || scope === 'site' ? await complain() : undefined,
      ];
      const waiting = (await eva.post('/redactions', erasure(held))).body;
      const { id, reference } = await inForce({
        scope,
        ...((scope === 'record' || scope === 'record_type') && { recordType: 'complaint' }),
        ...(scope === 'record' && { recordId: held }),
        ...(scope === 'site' && { heldSiteId: site }),
      });
      const refusals = [
        await paul.move(`/redactions/${waiting.id}`, 'approve', { expect: 409 }),
        await eva.post('/redactions', erasure(held), { expect: 409 }),
      ];
      for (const { body } of refusals)
        expect(body).toMatchObject({
          type: '/problems/under-legal-hold',
          reasons: [{ code: 'under-legal-hold', message: expect.stringContaining(reference), values: { reference } }],
        });
      expect((await eva.get(`/redactions/${waiting.id}`)).body.holds).toEqual([{ id, reference }]);
      if (free) await eva.post('/redactions', erasure(free));
      await paul.move(`/legal-holds/${id}`, 'askToLift', { reason: 'Settled' });
      // It holds until it is lifted.
      await paul.move(`/redactions/${waiting.id}`, 'approve', { expect: 409 });
      await eva.move(`/legal-holds/${id}`, 'lift');
      expect((await paul.move(`/redactions/${waiting.id}`, 'approve')).body.state).toBe('approved');
    },
  );

  it('hold the parts of a record too', async () => {
    const { id } = (
      await eva.post('/nonconformities', {
        title: 'Gauge off',
        source: 'system',
        disciplines: ['quality'],
        detectedOn: '2026-03-02',
      })
    ).body;
    const part = await api.arrange(async (tx) => {
      const [row] = await tx.sql<{ id: string }>(
        `INSERT INTO nonconformity_cycle (org_id, id, nonconformity_id, cycle, ended_on, reason, five_whys)
         VALUES ($1, gen_random_uuid(), $2, 1, '2026-03-02', 'Ms Berg said so', '[]') RETURNING id`,
        [api.orgId, id],
      );
      return row!.id;
    });
    const request = {
      ...erasure(id),
      recordType: 'nonconformity',
      targets: [{ recordType: 'nonconformity_cycle', recordId: part, field: 'reason' }],
    };
    const held = await inForce({ scope: 'record', recordType: 'nonconformity', recordId: id });
    await eva.post('/redactions', request, { expect: 409 });
    await lift(held.id);
    const asked = (await eva.post('/redactions', request)).body;
    expect(asked.texts).toMatchObject([{ recordType: 'nonconformity_cycle', field: 'reason', versions: 1, own: true }]);
    await paul.move(`/redactions/${asked.id}`, 'approve');
    const { rows } = await api.database.owner.query('SELECT reason FROM nonconformity_cycle WHERE id = $1', [part]);
    expect(rows).toEqual([{ reason: `[erased ${asked.reference}]` }]);
  });

  it('and rules leave packs complete, for those who may read of them and those who may not', async () => {
    await complain();
    await inForce({ scope: 'site', heldSiteId: site });
    await eva.post('/retention-rules', { recordType: 'complaint', years: 4, starts: 'ended' });
    const auditor = await api.as({ roles: ['external_auditor'] });
    for (const who of [eva, auditor]) {
      const bag = await packOf(who);
      expect(verify(bag, await knownKey(who, bag))).toMatchObject({ code: 0 });
    }
  });

  it('refuse a scope that does not fit, naming the field, and people who may not', async () => {
    const refused = async (fields: object) =>
      (await eva.post('/legal-holds', { title: 'x', reason: 'x', ...fields }, { expect: 422 })).body.reasons;
    expect(await refused({ scope: 'record' })).toMatchObject([{ field: '/recordType' }, { field: '/recordId' }]);
    expect(await refused({ scope: 'organisation', heldSiteId: site })).toMatchObject([{ field: '/heldSiteId' }]);
    expect(await refused({ scope: 'record_type', recordType: 'nonsense' })).toMatchObject([
      { code: 'unknown-reference' },
    ]);
    expect(await refused({ scope: 'everything' })).toMatchObject([{ field: '/scope' }]);
    const asked = await hold({ scope: 'organisation' });
    for (const role of ['employee', 'lead_auditor', 'external_auditor', 'system_administrator'] as const) {
      const other = await api.as({ roles: [role] });
      await other.post('/legal-holds', { scope: 'organisation', title: 'x', reason: 'x' }, { expect: 403 });
      await other.get('/legal-holds', { expect: 403 });
      await other.get(`/legal-holds/${asked.id}`, { expect: 404 });
    }
    const local = await api.as({ roles: ['quality_manager'], siteIds: [site] });
    await local.post('/legal-holds', { scope: 'organisation', title: 'x', reason: 'x' }, { expect: 403 });
    await hold({ scope: 'site', heldSiteId: site }, local);
    const stranger = await api.as({ orgId: await api.foundOrganisation('Other'), roles: ['quality_manager'] });
    await stranger.get(`/legal-holds/${asked.id}`, { expect: 404 });
  });
});
