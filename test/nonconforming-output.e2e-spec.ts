import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';

describe('nonconforming outputs', () => {
  let api: TestApi;
  let inspector: Client;
  let decider: Client;
  let granter: Client;
  let verifier: Client;
  let site: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    inspector = await api.as({ name: 'Ines Inspector' });
    decider = await api.as({ roles: ['quality_manager'], name: 'Max Manager' });
    granter = await api.as({ roles: ['top_management'], name: 'Tia Top' });
    verifier = await api.as({ roles: ['internal_auditor'], name: 'Vera Verifier' });
  });
  afterAll(() => api.stop());

  const described = {
    product: 'Pump housing PH-20',
    lot: '4711',
    quantity: 12.5,
    unit: 'kg',
    foundAt: 'final',
    description: 'Flange face scratched',
  };
  const nonconformity = {
    title: 'Scratched flanges',
    detectedOn: '2026-03-02',
    requirement: 'Drawing PH-20 rev C: Ra 1.6',
    evidence: '3 of 20 housings with scratches',
    statement: 'The flange face is rougher than allowed.',
    clauses: ['ISO 9001:2026 / 8.7'],
  };
  const both = (fields: object = {}) => ({ ...described, siteId: site, nonconformity, ...fields });

  async function recorded(): Promise<{ url: string; nonconformityUrl: string }> {
    const { body } = await inspector.post('/nonconforming-outputs', both());
    return { url: `/nonconforming-outputs/${body.id}`, nonconformityUrl: `/nonconformities/${body.nonconformityId}` };
  }

  /** Records one and decides what becomes of it. */
  async function decided(disposition: string): Promise<{ url: string; nonconformityUrl: string }> {
    const urls = await recorded();
    await decider.change(urls.url, {
      disposition,
      dispositionReason: 'Scratches can be judged',
      authority: 'List RL-3',
    });
    await decider.move(urls.url, 'decide');
    return urls;
  }

  const codes = (answer: { body: { reasons: { code: string }[] } }) => answer.body.reasons.map(({ code }) => code);

  it('is closed to strangers', async () => {
    await api.anonymous.get('/nonconforming-outputs', { expect: 401 });
    await api.anonymous.post('/nonconforming-outputs', both(), { expect: 401 });
  });

  it('is recorded together with its nonconformity, or not at all', async () => {
    const { body, headers } = await inspector.post('/nonconforming-outputs', both());
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toMatchObject({
      reference: expect.stringMatching(/^NCO-\d{4}-\d{4}$/),
      state: 'recorded',
      disciplines: ['quality'],
      siteId: site,
      quantity: 12.5,
      recordedById: inspector.personId,
    });
    expect((await inspector.get(`/nonconformities/${body.nonconformityId}`)).body).toMatchObject({
      state: 'open',
      source: 'inspection',
      disciplines: ['quality'],
      siteId: site,
      title: 'Scratched flanges',
    });
    const total = async () => (await decider.get('/nonconformities?count=true&limit=1')).body.total;
    const before = await total();
    const refused = async (fields: object, code: string, field: string) =>
      expect(
        (await inspector.post('/nonconforming-outputs', both(fields), { expect: 422 })).body.reasons,
      ).toContainEqual(expect.objectContaining({ code, field }));
    const inside = (fields: object) => ({ nonconformity: { ...nonconformity, ...fields } });
    await refused({ quantity: 0 }, 'min', '/quantity');
    await refused({ foundAt: 'nowhere' }, 'is-in', '/foundAt');
    await refused({ state: 'closed' }, 'unknown-field', '/state');
    await refused(inside({ evidence: '' }), 'min-length', '/nonconformity/evidence');
    await refused(inside({ clauses: ['ISO 9001:2026 / 99'] }), 'unknown-clause', '/nonconformity/clauses/0');
    await refused(inside({ detectedOn: '2999-01-01' }), 'in-the-future', '/nonconformity/detectedOn');
    await refused({ siteId: null }, 'missing', '/nonconformity/processId');
    await refused({ nonconformity: undefined }, 'one-of-two', '/nonconformityId');
    await refused({ nonconformityId: body.nonconformityId }, 'one-of-two', '/nonconformityId');
    expect(await total()).toBe(before);
  });

  it('is recorded once for a nonconformity of quality that is open', async () => {
    const raise = async (fields: object = {}) =>
      (
        await decider.post('/nonconformities', {
          ...nonconformity,
          source: 'supplier_delivery',
          disciplines: ['quality'],
          siteId: site,
          ...fields,
        })
      ).body.id as string;
    const nonconformityId = await raise();
    const { body } = await inspector.post('/nonconforming-outputs', { ...described, nonconformityId });
    expect(body).toMatchObject({ nonconformityId, siteId: site });
    const again = await inspector.post('/nonconforming-outputs', { ...described, nonconformityId }, { expect: 409 });
    expect(codes(again)).toEqual(['already-exists']);

    const other = { ...described, nonconformityId: await raise(), siteId: await api.site('MUC') };
    expect(codes(await inspector.post('/nonconforming-outputs', other, { expect: 422 }))).toEqual(['other-site']);
    const environmental = await api.as({ roles: ['environmental_manager', 'quality_manager'] });
    const { body: spill } = await environmental.post('/nonconformities', {
      ...nonconformity,
      source: 'incident',
      disciplines: ['environment'],
      siteId: site,
      clauses: [],
    });
    const refused = await environmental.post(
      '/nonconforming-outputs',
      { ...described, nonconformityId: spill.id },
      { expect: 422 },
    );
    expect(codes(refused)).toEqual(['other-discipline']);
    const hidden = await inspector.post(
      '/nonconforming-outputs',
      { ...described, nonconformityId: '0199b8a1-0000-7000-8000-000000000001' },
      { expect: 422 },
    );
    expect(hidden.body.reasons).toMatchObject([{ code: 'unknown-reference', field: '/nonconformityId' }]);

    const rejected = await raise();
    await decider.move(`/nonconformities/${rejected}`, 'submit');
    await decider.change(`/nonconformities/${rejected}`, { rejectionCode: 'not_a_nonconformity' });
    await decider.move(`/nonconformities/${rejected}`, 'reject', { reason: 'Within the tolerance' });
    await inspector.post('/nonconforming-outputs', { ...described, nonconformityId: rejected }, { expect: 409 });
  });

  it('is repaired under a concession and verified, and the history tells who did what', async () => {
    const { url } = await decided('repair');
    expect((await decider.get(url)).body).toMatchObject({
      state: 'decided',
      decidedById: decider.personId,
      concessionRequired: true,
      verificationRequired: true,
    });
    expect(codes(await verifier.move(url, 'verify', { expect: 422 }))).toEqual(['missing', 'concession-missing']);
    await granter.change(url, {
      concessionNumber: 'CON-17',
      concessionLimitQuantity: 20,
      concessionCustomerApproved: true,
    });
    expect((await granter.move(url, 'grantConcession')).body).toMatchObject({
      state: 'concession_granted',
      concessionApprovedById: granter.personId,
    });
    expect(codes(await decider.move(url, 'close', { expect: 422 }))).toEqual(['not-verified']);
    await verifier.change(url, { verificationResult: 'conforming', verificationEvidence: 'Ra 1.4 on all' });
    await verifier.move(url, 'verify');
    const { body: closed } = await decider.move(url, 'close', { reason: 'Back to the stock' });
    expect(closed).toMatchObject({ state: 'closed', verifiedById: verifier.personId, transitions: [] });
    await decider.change(url, { lot: '1' }, { expect: 409 });

    const { body: history } = await decider.get(`/history/nonconforming_output/${closed.id}`);
    expect(history.items[0]).toMatchObject({
      act: 'nonconformingOutput.close',
      actorName: 'Max Manager',
      reason: 'Back to the stock',
    });
    expect(history.items.at(-1)).toMatchObject({ act: 'nonconformingOutput.record', actorName: 'Ines Inspector' });
    const { body: then } = await decider.get(`${url}?asOf=${history.items.at(-1).at}`);
    expect(then).toMatchObject({ state: 'recorded', disposition: null, quantity: 12.5, transitions: [] });
  });

  it('is conceded by someone other than the person who decided, within its limits', async () => {
    const { url } = await decided('use_as_is');
    await decider.change(url, {
      concessionNumber: 'CON-18',
      concessionLimitQuantity: 12,
      concessionValidUntil: '2026-01-01',
    });
    expect((await decider.move(url, 'grantConcession', { expect: 403 })).body.reasons).toMatchObject([
      { code: 'concession-by-decider', field: '/decidedById' },
    ]);
    await verifier.move(url, 'grantConcession', { expect: 403 });
    expect(codes(await granter.move(url, 'grantConcession', { expect: 422 }))).toEqual(['limit-too-low', 'expired']);
    expect(codes(await decider.move(url, 'close', { expect: 422 }))).toEqual(['concession-missing']);
    await granter.change(url, { concessionLimitQuantity: null, concessionValidUntil: null });
    await granter.move(url, 'grantConcession');
    expect((await decider.move(url, 'close')).body.state).toBe('closed');

    const { url: scrapped } = await decided('scrap');
    await granter.change(scrapped, { concessionNumber: 'CON-19' });
    expect(codes(await granter.move(scrapped, 'grantConcession', { expect: 422 }))).toEqual(['no-concession-needed']);
    await decider.move(scrapped, 'close');
  });

  it('lets a small organisation justify that one person decides and concedes', async () => {
    const { url } = await decided('use_as_is');
    await decider.change(url, { concessionNumber: 'CON-20' });
    const allow = (rules: string) =>
      api.arrange(async (tx) => void (await tx.sql('UPDATE organisation SET justifiable_rules = $1', [rules])));
    await allow('{concession-by-decider}');
    await decider.move(url, 'grantConcession', { expect: 422 });
    expect((await decider.move(url, 'grantConcession', { reason: 'Nobody else here' })).body.flags).toEqual([
      'concession-by-decider',
    ]);
    await allow('{}');
  });

  it('is decided anew when it did not conform after the rework', async () => {
    const { url } = await decided('rework');
    await verifier.change(url, { verificationResult: 'not_conforming', verificationEvidence: 'Still rough' });
    await verifier.move(url, 'verify');
    expect(codes(await decider.move(url, 'close', { expect: 422 }))).toEqual(['not-verified']);
    await decider.move(url, 'withdrawDecision', { expect: 422 });
    expect((await decider.move(url, 'withdrawDecision', { reason: 'Rework failed' })).body).toMatchObject({
      state: 'recorded',
      decidedById: null,
      verificationResult: null,
      verifiedById: null,
    });
    await decider.change(url, { disposition: 'scrap', dispositionReason: 'Beyond rework' });
    await decider.move(url, 'decide');
    await decider.move(url, 'close');
  });

  it('gives each part to those who may, until its step is taken', async () => {
    const { url } = await recorded();
    await inspector.change(url, { lot: '4712' });
    await verifier.change(url, { lot: '4713' }, { expect: 403 });
    await inspector.change(url, { disposition: 'scrap' }, { expect: 403 });
    await inspector.move(url, 'decide', { expect: 403 });
    expect(codes(await decider.move(url, 'decide', { expect: 422 }))).toEqual(['missing', 'missing', 'missing']);
    await decider.move(url, 'close', { expect: 409 });
    await decider.move(url, 'vanish', { expect: 422 });
    await decider.change(url, { concessionNumber: 'CON-1' }, { expect: 409 });
    await decider.change(url, { disposition: 'rework', dispositionReason: 'Polish', authority: 'RL-3' });
    await decider.move(url, 'decide');
    expect((await decider.change(url, { disposition: 'scrap' }, { expect: 409 })).body.reasons).toMatchObject([
      { code: 'field-locked', field: '/disposition' },
    ]);
    await inspector.change(url, { lot: '4711' }, { expect: 409 });
    await inspector.change(url, { verificationResult: 'conforming' }, { expect: 403 });
    await inspector.move(url, 'verify', { expect: 403 });
    expect((await verifier.change(url, { verifiedOn: '2026-03-01' }, { expect: 422 })).body.reasons).toMatchObject([
      { code: 'before-decision', field: '/verifiedOn' },
    ]);
  });

  describe('holds its nonconformity back', () => {
    it('also from closing, when it is recorded late', async () => {
      const { body } = await inspector.post('/nonconformities', {
        ...nonconformity,
        source: 'inspection',
        disciplines: ['quality'],
        siteId: site,
        containments: [{ kind: 'correction', description: 'Sorted', doneOn: '2026-03-02', result: 'None left' }],
      });
      const url = `/nonconformities/${body.id}`;
      await inspector.move(url, 'submit');
      await decider.change(url, { severity: 'S1', extent: 'E1', ownerId: inspector.personId, reason: 'Triage' });
      await decider.move(url, 'accept');
      await inspector.change(url, {
        consequences: 'None',
        similarCheck: 'None',
        investigatorId: inspector.personId,
        fiveWhys: [
          {
            leg: 'occurrence',
            nodes: [
              { id: 'w1', parentId: null, statement: 'Housings touched each other', verified: true, root: false },
              { id: 'w2', parentId: 'w1', statement: 'The rack has no dividers', verified: true, root: true },
            ],
          },
        ],
        acceptedCauses: [{ causeId: 'w2', reason: 'The product runs out' }],
      });
      await inspector.move(url, 'analyse');
      await decider.move(url, 'acceptCauses');
      await inspector.change(url, {
        effectivenessCriterion: 'No scratches',
        effectivenessMethod: 'Sampling',
        verifierId: verifier.personId,
        effectivenessCheckOn: '2026-11-01',
        changesDecided: 'None',
        containmentRemoval: 'None',
        updatesDone: 'None',
      });
      await decider.move(url, 'approvePlan');
      await inspector.move(url, 'completeImplementation');
      expect(await waits(url, 'close')).not.toContain('output-open');
      await inspector.post('/nonconforming-outputs', { ...described, nonconformityId: body.id });
      expect(await waits(url, 'close')).toContain('output-open');
    });

    const waits = async (nonconformityUrl: string, action: string): Promise<string[]> => {
      const { body } = await decider.get(nonconformityUrl);
      const transition = body.transitions.find((one: { action: string }) => one.action === action);
      return transition.reasons.map(({ code }: { code: string }) => code);
    };

    async function contained(disposition: string | null) {
      const urls = disposition ? await decided(disposition) : await recorded();
      await decider.change(urls.nonconformityUrl, {
        severity: 'S1',
        extent: 'E1',
        ownerId: inspector.personId,
        reason: 'Triage',
      });
      await decider.move(urls.nonconformityUrl, 'accept');
      await inspector.change(urls.nonconformityUrl, {
        consequences: 'None at the customer',
        containmentNotApplicable: 'Segregated already',
        correctionOnlyJustification: 'A single event',
        similarCheck: 'None',
        correctionVerification: 'Seen',
      });
      return urls;
    }

    it('until it is decided and, where it was corrected, verified', async () => {
      const { url, nonconformityUrl } = await contained(null);
      expect(await waits(nonconformityUrl, 'analyse')).toEqual(['output-open']);
      expect(await waits(nonconformityUrl, 'closeCorrected')).toEqual(['output-open']);
      expect(codes(await inspector.move(nonconformityUrl, 'analyse', { expect: 422 }))).toEqual(['output-open']);
      await decider.change(url, { disposition: 'rework', dispositionReason: 'Polish', authority: 'RL-3' });
      await decider.move(url, 'decide');
      expect(await waits(nonconformityUrl, 'analyse')).toEqual(['output-open']);
      await verifier.change(url, { verificationResult: 'conforming' });
      expect(await waits(nonconformityUrl, 'analyse')).toEqual(['output-open']);
      await verifier.move(url, 'verify');
      await inspector.move(nonconformityUrl, 'analyse');
    });

    it('until a concession is granted, and no longer than that', async () => {
      const { url, nonconformityUrl } = await contained('use_as_is');
      expect(codes(await decider.move(nonconformityUrl, 'closeCorrected', { expect: 422 }))).toEqual(['output-open']);
      await granter.change(url, { concessionNumber: 'CON-30' });
      await granter.move(url, 'grantConcession');
      expect((await decider.move(nonconformityUrl, 'closeCorrected')).body.state).toBe('closed');
    });

    it('not at all when it is scrapped', async () => {
      const { nonconformityUrl } = await contained('scrap');
      await inspector.move(nonconformityUrl, 'analyse');
    });
  });

  it('refuses stale, blind and foreign changes', async () => {
    const { url } = await recorded();
    await inspector.patch(url, { lot: '1' }, { expect: 428 });
    await inspector.change(url, { lot: '2' });
    await inspector.patch(url, { lot: '3' }, { ifMatch: 1, expect: 412 });
    await decider.move(url, 'decide', { ifMatch: 1, expect: 412 });
    const elsewhere = await api.site('HAM');
    const others = [
      await api.as({ orgId: await api.foundOrganisation('Elsewhere'), roles: ['quality_manager'] }),
      await api.as({ roles: ['quality_manager'], siteIds: [elsewhere] }),
      await api.as({ disciplines: ['environment'] }),
    ];
    for (const other of others) {
      await other.get(url, { expect: 404 });
      await other.patch(url, { lot: '4' }, { ifMatch: 2, expect: 404 });
      await other.move(url, 'decide', { ifMatch: 2, expect: 404 });
      expect((await other.get('/nonconforming-outputs?count=true')).body).toEqual({
        items: [],
        nextCursor: null,
        total: 0,
      });
    }
    for (const other of others.slice(1)) await other.post('/nonconforming-outputs', both(), { expect: 403 });
    const auditor = await api.as({ roles: ['external_auditor'] });
    await auditor.get(url);
    await auditor.post('/nonconforming-outputs', both(), { expect: 403 });
  });

  it('lists by named filters, without the long texts', async () => {
    const { url } = await decided('regrade');
    const { body: output } = await inspector.get(url);
    const { body } = await inspector.get(
      `/nonconforming-outputs?state=decided&disposition=regrade&foundAt=final&open=true&siteId=${site}` +
        `&nonconformityId=${output.nonconformityId}&q=4711&count=true&sort=-decidedOn`,
    );
    expect(body).toMatchObject({ items: [{ id: output.id, concessionRequired: false }], total: 1 });
    expect(body.items[0]).not.toHaveProperty('description');
    await inspector.get('/nonconforming-outputs?mood=bad', { expect: 422 });
    await inspector.get('/nonconforming-outputs?sort=description', { expect: 422 });
  });
});
