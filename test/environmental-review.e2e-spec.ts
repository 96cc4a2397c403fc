import pg from 'pg';
import type { Client } from './support/client.js';
import { codes, data, gas, notes, observed, paint, type Reviewing, startReviewing } from './support/reviewing.js';

describe('environmental reviews', () => {
  let reviewing: Reviewing;
  let api: Reviewing['api'];
  let eva: Client;
  let lea: Client;
  let tim: Client;
  let head: Client;

  beforeAll(async () => {
    reviewing = await startReviewing();
    ({ api, eva, lea, tim, head } = reviewing);
  });
  afterAll(() => api.stop());

  it('is closed to strangers and to those without the permission', async () => {
    await api.anonymous.get('/environmental-reviews', { expect: 401 });
    await api.anonymous.post('/environmental-reviews', reviewing.plan(), { expect: 401 });
    expect(codes(await tim.post('/environmental-reviews', reviewing.plan(), { expect: 403 }))).toEqual([
      'permission-missing',
    ]);
    await head.post('/environmental-reviews', reviewing.plan(), { expect: 403 });
  });

  it('goes through all four areas to an approved baseline, and its items become records that point back', async () => {
    const { body: planned } = await eva.post(
      '/environmental-reviews',
      reviewing.plan({ sources: ['Waste notes 2025'] }),
    );
    expect(planned).toMatchObject({
      reference: expect.stringMatching(/^IER-\d{4}-0*1$/),
      state: 'planned',
      disciplines: ['environment'],
      authorId: eva.personId,
      overdue: false,
      itemCounts: { aspects: 0, obligations: 0, practices: 0, incidents: 0 },
      transitions: [
        { action: 'start', allowed: true },
        { action: 'cancel', allowed: true, reasonRequired: true },
      ],
    });
    const url = `/environmental-reviews/${planned.id}`;
    expect(codes(await tim.post(`${url}/items`, observed('aspects'), { expect: 409 }))).toEqual(['wrong-state /state']);
    await tim.move(url, 'start', { expect: 403 });
    await lea.move(url, 'start');

    const vented = await reviewing.item(url, 'aspects', {
      observation: 'Solvent is vented without treatment',
      quantity: 12.4,
      unit: 't VOC per year',
      rating: 'high',
    });
    const late = await reviewing.item(url, 'obligations', {
      observation: 'The emission report 2025 was not handed in',
      evidence: 'Letter of the authority of 3 March',
      clauses: ['ISO 14001:2026 / 6.1.3'],
    });
    const drums = await reviewing.item(url, 'practices', { observation: 'Drums are stored without a tray' });
    await tim.change(drums, { observation: 'Three drums stand without a tray', rating: 'low' });

    const refused = await lea.move(url, 'submit', { expect: 422 });
    expect(codes(refused)).toEqual([
      'missing /methods',
      'missing /periodFrom',
      'missing /periodTo',
      'missing /conclusions',
      'area-empty /incidentsNote',
    ]);
    await lea.change(url, {
      ...data,
      baseline: [gas],
      incidentsNote: 'Log book and insurance files read: none since 2010',
      conclusions: 'VOC and reporting come first',
      priorities: ['VOC', 'Reporting'],
    });

    // The lead may neither register aspects nor plan actions: the services behind decide, not the review.
    await lea.post(`${vented}/aspect`, paint, { expect: 403 });
    const { body: becameAspect } = await eva.post(`${vented}/aspect`, paint);
    expect(becameAspect).toMatchObject({
      version: 2,
      aspect: { id: becameAspect.aspectId, reference: expect.stringMatching(/^ASP-/) },
      nonconformity: null,
    });
    const { body: aspect } = await eva.get(`/aspects/${becameAspect.aspectId}`);
    expect(aspect).toMatchObject({ title: 'VOC emission to air', siteId: reviewing.site });

    const { body: becameNonconformity } = await tim.post(`${late}/nonconformity`, {
      title: 'Emission report missing',
      requirement: 'Permit P-1, condition 7',
    });
    const { body: nonconformity } = await eva.get(`/nonconformities/${becameNonconformity.nonconformityId}`);
    expect(nonconformity).toMatchObject({
      reference: becameNonconformity.nonconformity.reference,
      state: 'open',
      source: 'compliance_evaluation',
      disciplines: ['environment'],
      siteId: reviewing.site,
      clauses: ['ISO 14001:2026 / 6.1.3'],
      evidence: 'Letter of the authority of 3 March',
      statement: 'The emission report 2025 was not handed in',
      raisedById: tim.personId,
    });

    await lea.move(url, 'submit');
    // While it waits for approval its words stand, but what it leads to may still be decided.
    expect(codes(await lea.change(url, { conclusions: 'Other' }, { expect: 409 }))).toEqual(['wrong-state /state']);
    await tim.change(drums, { rating: 'high' }, { expect: 409 });
    await tim.post(`${url}/items`, observed('incidents'), { expect: 409 });
    const { body: becameAction } = await eva.post(`${drums}/action`, {
      title: 'Buy trays',
      ownerId: tim.personId,
      dueOn: '2999-03-01',
    });
    expect((await eva.get(`/actions/${becameAction.actionId}`)).body).toMatchObject({
      reference: becameAction.action.reference,
      kind: 'improvement',
      disciplines: ['environment'],
      siteId: reviewing.site,
      nonconformityId: null,
    });

    const { body: approved } = await head.move(url, 'approve');
    expect(approved).toMatchObject({
      state: 'approved',
      approvedById: head.personId,
      approvedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      submittedById: lea.personId,
      baseline: [gas],
      priorities: ['VOC', 'Reporting'],
      flags: [],
      itemCounts: { aspects: 1, obligations: 1, practices: 1, incidents: 0 },
      transitions: [],
    });

    const { body: list } = await head.get(`${url}/items?count=true`);
    expect(list).toMatchObject({
      total: 3,
      items: [
        { area: 'aspects', quantity: 12.4, aspect: { reference: aspect.reference }, action: null },
        { area: 'obligations', nonconformity: { reference: nonconformity.reference }, recordedById: tim.personId },
        { area: 'practices', observation: 'Three drums stand without a tray', action: becameAction.action },
      ],
    });
    expect((await head.get(`${url}/items?area=practices`)).body.items).toHaveLength(1);
    expect((await head.get(`${url}/items?rating=high`)).body.items).toHaveLength(1);

    const act = async (type: string, id: string) => (await eva.get(`/history/${type}/${id}`)).body.items[0];
    expect(await act('environmental_review_item', becameAspect.id)).toMatchObject({
      act: 'environmentalReviewItem.registerAspect',
      actorName: 'Eva Environment',
      reason: `Led to ${aspect.reference}`,
      changes: [{ field: 'aspectId', before: null, after: aspect.id }],
    });
    expect(await act('aspect', aspect.id)).toMatchObject({
      act: 'aspect.register',
      reason: `Observed in ${approved.reference}`,
    });
    expect(await act('nonconformity', nonconformity.id)).toMatchObject({
      actorName: 'Tim Team',
      reason: `Observed in ${approved.reference}`,
    });
    expect(await act('action', becameAction.actionId)).toMatchObject({
      act: 'action.plan',
      reason: `Observed in ${approved.reference}`,
    });
  });

  it('shows a review and its items as they stood, with who changed what and why', async () => {
    const { body: first } = await eva.post('/environmental-reviews', reviewing.plan({ baseline: [gas] }));
    const url = `/environmental-reviews/${first.id}`;
    expect(codes(await eva.change(url, { leadId: eva.personId, dueOn: '2999-07-01' }, { expect: 422 }))).toEqual([
      'reason-required /leadId',
      'reason-required /dueOn',
    ]);
    await eva.change(url, { dueOn: '2999-07-01', baseline: [], reason: 'The plant stands still in June' });
    expect((await eva.get(`${url}?asOf=${first.createdAt}`)).body).toMatchObject({
      version: 1,
      dueOn: '2999-06-30',
      baseline: [gas],
      itemCounts: null,
      transitions: [],
    });
    await eva.get(`${url}?asOf=2020-01-01T00:00:00Z`, { expect: 404 });
    expect((await eva.get(`/history/environmental_review/${first.id}`)).body.items).toMatchObject([
      { act: 'environmentalReview.edit', actorName: 'Eva Environment', reason: 'The plant stands still in June' },
      { act: 'environmentalReview.plan', version: 1 },
    ]);
    await lea.move(url, 'start');
    const { body: early } = await tim.post(`${url}/items`, observed('practices', { quantity: 3, unit: 'drums' }));
    await tim.change(`/environmental-review-items/${early.id}`, { quantity: 4 });
    const then = await tim.get(`/environmental-review-items/${early.id}?asOf=${early.createdAt}`);
    expect(then.body).toMatchObject({ version: 1, quantity: 3, action: null });
    expect((await tim.get(`/environmental-review-items/${early.id}`)).body.quantity).toBe(4);
  });

  it('is approved by someone who did not write, lead or submit it', async () => {
    const own = await reviewing.submitted();
    expect(codes(await eva.move(own, 'approve', { expect: 403 }))).toEqual(['approver-is-author']);
    expect(codes(await lea.move(own, 'approve', { expect: 403 }))).toEqual([
      'permission-missing',
      'approver-is-author',
    ]);
    const second = await api.as({ roles: ['environmental_manager'] });
    const led = await reviewing.submitted({ leadId: lea.personId });
    await lea.move(led, 'return', { reason: 'A figure is missing' });
    await second.move(led, 'submit');
    expect(codes(await second.move(led, 'approve', { expect: 403 }))).toEqual(['approver-is-author']);
    const third = await api.as({ roles: ['environmental_manager'] });
    expect((await third.move(led, 'approve')).body).toMatchObject({ state: 'approved', approvedById: third.personId });
  });

  it('lets a small organisation justify that, and says so on the review', async () => {
    const orgId = await api.foundOrganisation('Two Friends');
    const boss = await api.as({ orgId, roles: ['environmental_manager'] });
    await api.arrange(
      async (tx) => void (await tx.sql(`UPDATE organisation SET justifiable_rules = ARRAY['approver-is-author']`)),
      { orgId },
    );
    const mine = { siteId: null, leadId: boss.personId, teamIds: [] };
    const { body } = await boss.post(
      '/environmental-reviews',
      reviewing.plan({ ...mine, ...data, ...notes, conclusions: 'OK' }),
    );
    const url = `/environmental-reviews/${body.id}`;
    await boss.move(url, 'start');
    await boss.move(url, 'submit');
    expect(codes(await boss.move(url, 'approve', { expect: 422 }))).toEqual(['approver-is-author /reason']);
    expect((await boss.move(url, 'approve', { reason: 'There is nobody else' })).body.flags).toEqual([
      'approver-is-author',
    ]);
  });

  it('is returned or cancelled only with a reason, by those who may', async () => {
    const url = await reviewing.submitted();
    expect(codes(await head.move(url, 'return', { expect: 422 }))).toEqual(['reason-required /reason']);
    await tim.move(url, 'return', { expect: 403, reason: 'I do not like it' });
    expect((await head.move(url, 'return', { reason: 'Water is missing' })).body.state).toBe('in_progress');
    await lea.change(url, { baseline: [{ ...gas, what: 'water', unit: 'm³' }] });
    await lea.move(url, 'cancel', { expect: 403, reason: 'No time' });
    await eva.move(url, 'cancel', { expect: 422 });
    expect((await eva.move(url, 'cancel', { reason: 'The plant is sold' })).body).toMatchObject({
      state: 'cancelled',
      transitions: [],
    });
    expect(codes(await eva.change(url, { title: 'Again' }, { expect: 409 }))).toEqual(['record-closed']);
    await eva.post(`${url}/items`, observed('aspects'), { expect: 409 });
  });

  it('is followed by a periodic review, which follows only what was approved', async () => {
    const open = await reviewing.submitted();
    const periodic = (fields: object) => reviewing.plan({ kind: 'periodic', title: 'Yearly review', ...fields });
    const openId = open.split('/').at(-1);
    const refusal = async (fields: object) =>
      codes(await eva.post('/environmental-reviews', periodic(fields), { expect: 422 }));
    expect(await refusal({ previousReviewId: openId })).toEqual(['not-approved /previousReviewId']);
    await head.move(open, 'approve');
    expect(await refusal({ kind: 'initial', previousReviewId: openId })).toEqual([
      'initial-follows-none /previousReviewId',
    ]);
    expect(await refusal({ previousReviewId: openId, siteId: await api.site('KOL') })).toEqual([
      'other-site /previousReviewId',
    ]);
    expect(await refusal({ previousReviewId: eva.personId })).toEqual(['unknown-reference /previousReviewId']);

    const url = await reviewing.begun(periodic({ previousReviewId: openId }));
    expect(codes(await lea.move(url, 'submit', { expect: 422 }))).toContain('area-empty /aspectsNote');
    await lea.change(url, { ...data, ...notes, conclusions: 'Nothing new' });
    await lea.move(url, 'submit');
    expect((await head.move(url, 'approve')).body).toMatchObject({
      reference: expect.stringMatching(/^ER-\d{4}-0*1$/),
      kind: 'periodic',
      previousReviewId: openId,
      state: 'approved',
    });
    const changed = await eva.post('/environmental-reviews', periodic({ kind: 'change_triggered' }));
    expect(changed.body.reference).toMatch(/^ER-\d{4}-0*2$/);
    const { body: found } = await head.get('/environmental-reviews?kind=periodic&state=approved&count=true');
    expect(found).toMatchObject({ total: 1, items: [{ previousReviewId: openId, itemCounts: { aspects: 0 } }] });
    expect(found.items[0]).not.toHaveProperty('baseline');
    const past = await eva.post('/environmental-reviews', reviewing.plan({ title: 'Forgotten', dueOn: '2020-01-01' }));
    expect((await head.get('/environmental-reviews?overdue=true')).body.items).toMatchObject([
      { id: past.body.id, overdue: true },
    ]);
  });

  describe('once approved', () => {
    let url: string;
    let frozen: string;
    let app: pg.Client;

    beforeAll(async () => {
      url = await reviewing.begun({ ...data, ...notes, conclusions: 'In order' });
      frozen = await reviewing.item(url, 'aspects');
      await lea.move(url, 'submit');
      await head.move(url, 'approve');
      app = new pg.Client(api.database.addresses.app);
      await app.connect();
    });
    afterAll(() => app.end());

    it('stays as it is for everyone', async () => {
      expect(codes(await eva.change(url, { conclusions: 'Better' }, { expect: 409 }))).toEqual(['record-closed']);
      await eva.move(url, 'return', { expect: 409, reason: 'Once more' });
      await eva.move(url, 'cancel', { expect: 409, reason: 'Away' });
      await eva.change(frozen, { rating: 'low' }, { expect: 409 });
      await eva.post(`${url}/items`, observed('aspects'), { expect: 409 });
      expect(codes(await eva.post(`${frozen}/aspect`, paint, { expect: 409 }))).toEqual(['record-closed']);
      expect((await eva.get(frozen)).body.version).toBe(1);
    });

    it('is kept so by the database, whatever site the writer claims to see', async () => {
      const [reviewId, itemId] = [url.split('/').at(-1), frozen.split('/').at(-1)];
      const { body: open } = await eva.get(await reviewing.begun());
      const spare = (await reviewing.item(`/environmental-reviews/${open.id}`, 'aspects')).split('/').at(-1);
      const insert = (siteId: string) =>
        `INSERT INTO environmental_review_item (org_id, id, review_id, disciplines, site_id, area, observation, rating, clauses)
         VALUES ('${api.orgId}', gen_random_uuid(), '${reviewId}', '{environment}', ${siteId}, 'aspects', 'Slipped in', 'low', '{}')`;
      const attempts = [
        insert(`'${reviewing.site}'`),
        insert('NULL'),
        `UPDATE environmental_review_item SET rating = 'low' WHERE id = '${itemId}'`,
        `UPDATE environmental_review_item SET review_id = '${open.id}' WHERE id = '${itemId}'`,
        `UPDATE environmental_review_item SET review_id = '${reviewId}' WHERE id = '${spare}'`,
        `UPDATE environmental_review SET conclusions = 'Better' WHERE id = '${reviewId}'`,
        `UPDATE environmental_review SET state = 'in_progress', approved_on = NULL WHERE id = '${reviewId}'`,
      ];
      for (const sites of ['*', await api.site(`S${Date.now()}`)])
        for (const attempt of attempts) {
          await app.query('BEGIN');
          await app.query(
            `SELECT set_config('app.org', '${api.orgId}', true), set_config('app.sites', '${sites}', true), set_config('app.ctx', '{"actor":"s:test","via":"job"}', true)`,
          );
          const outcome = await app.query(attempt).then(
            ({ rowCount }) => rowCount,
            ({ code }: { code: string }) => code,
          );
          await app.query('ROLLBACK');
          // Rows of a site out of sight are not there to be updated, nor may rows be added to it.
          expect(`${attempt} → ${outcome}`).toMatch(sites === '*' ? /→ QM006$/ : /→ (QM006|42501|0)$/);
        }
    });
  });
});
