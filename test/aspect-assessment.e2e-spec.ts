import { startApi, type TestApi } from './support/api.js';
import { methodsOf, plantRegister } from './support/aspect-register.js';
import type { Client } from './support/client.js';

const registered = plantRegister[0]!.aspect;

describe('the assessment of aspects', () => {
  let api: TestApi;
  let eva: Client;
  let emil: Client;
  let top: Client;
  let olga: Client;
  let site: string;
  let methods: Awaited<ReturnType<typeof methodsOf>>;
  let m1: string;
  let m2: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    eva = await api.as({ roles: ['environmental_manager'], name: 'Eva Environment' });
    emil = await api.as({ roles: ['environmental_manager'], name: 'Emil Second' });
    top = await api.as({ roles: ['top_management'] });
    olga = await api.as({ roles: ['process_owner'] });
    methods = await methodsOf(top);
    m1 = methods['M1']!.first.id;
    m2 = methods['M2']!.first.id;
  });
  afterAll(() => api.stop());

  const register = async (fields: object = {}): Promise<string> =>
    `/aspects/${(await eva.post('/aspects', { ...registered, siteId: site, ...fields })).body.id}`;
  const byM2 = (fields: object = {}) => ({
    methodVersionId: m2,
    scores: { S: 4, P: 5, D: 3 },
    gates: { L: false, K: false },
    ...fields,
  });
  const refused = async (who: Client, url: string, body: object, status: number) =>
    (await who.post(url, body, { expect: status })).body.reasons;

  it('names the score, gate, day and version that an assessment got wrong', async () => {
    const url = `${await register()}/assessments`;
    const wrong = (fields: object) => refused(eva, url, byM2(fields), 422);
    expect(await wrong({ scores: { S: 6, P: 5, D: 3 } })).toMatchObject([{ code: 'not-on-scale', field: '/scores/S' }]);
    expect(await wrong({ scores: { S: '4', P: 5 } })).toMatchObject([
      { code: 'not-on-scale', field: '/scores/S' },
      { code: 'score-missing', field: '/scores/D' },
    ]);
    expect(await wrong({ scores: { S: 4, P: 5, D: 3, X: 1 } })).toMatchObject([
      { code: 'unknown-criterion', field: '/scores/X' },
    ]);
    expect(await wrong({ scores: [4] })).toMatchObject([{ field: '/scores' }]);
    expect(await wrong({ gates: { L: true } })).toMatchObject([{ code: 'gate-unanswered', field: '/gates/K' }]);
    expect(await wrong({ assessedOn: '2999-01-01' })).toMatchObject([{ code: 'in-the-future', field: '/assessedOn' }]);
    expect(await wrong({ methodVersionId: eva.personId })).toMatchObject([
      { code: 'unknown-reference', field: '/methodVersionId' },
    ]);
    expect(await wrong({ significant: true })).toMatchObject([{ code: 'unknown-field', field: '/significant' }]);
    expect((await eva.get(url)).body.items).toEqual([]);
  });

  it('judges beneficial aspects apart: no detectability, no gates', async () => {
    const url = `${await register({ activity: 'Rooftop photovoltaics', title: 'Avoided grid power', sign: 'beneficial' })}/assessments`;
    expect(await refused(eva, url, byM2(), 422)).toContainEqual(
      expect.objectContaining({ code: 'not-applicable', field: '/scores/D' }),
    );
    const { body } = await eva.post(url, byM2({ scores: { S: 3, P: 5 }, gates: {} }));
    expect(body).toMatchObject({ sign: 'beneficial', score: 15, significant: true });
  });

  it('corrects an assessment by a new one that names it, whatever their days', async () => {
    const url = await register();
    const { body: old } = await eva.post(`${url}/assessments`, byM2({ assessedOn: '2026-03-02' }));
    const correction = { ...byM2({ scores: { S: 2, P: 5, D: 1 }, assessedOn: '2026-03-01' }), correctionOfId: old.id };
    expect(await refused(eva, `${url}/assessments`, correction, 422)).toMatchObject([
      { code: 'reason-required', field: '/reason' },
    ]);
    const { body: better } = await eva.post(`${url}/assessments`, { ...correction, reason: 'Wrong line in the sheet' });
    expect((await eva.get(url)).body.significance).toMatchObject({
      assessmentId: better.id,
      significant: false,
      score: 10,
      assessedOn: '2026-03-01',
    });
    expect((await eva.get(`${url}/assessments`)).body.items).toMatchObject([
      { id: old.id, score: 60, version: 1 },
      { correctionOfId: old.id },
    ]);
    expect(await refused(eva, `${url}/assessments`, { ...correction, reason: 'Again' }, 409)).toMatchObject([
      { code: 'already-corrected' },
    ]);
    const foreign = { ...byM2(), correctionOfId: old.id, reason: 'x' };
    expect(await refused(eva, `${await register()}/assessments`, foreign, 422)).toMatchObject([
      { code: 'unknown-reference', field: '/correctionOfId' },
    ]);
    const [line] = (await eva.get(`/history/aspect_assessment/${better.id}`)).body.items;
    expect(line).toMatchObject({
      act: 'aspect.correctAssessment',
      actorName: 'Eva Environment',
      reason: 'Wrong line in the sheet',
    });
  });

  it('lets one expert override upwards', async () => {
    const url = await register();
    const override = { direction: 'up', justification: 'A kindergarten opens next door' };
    const low = byM2({ scores: { S: 2, P: 2, D: 2 } });
    const { body } = await eva.post(`${url}/assessments`, { ...low, override });
    expect(body).toMatchObject({
      computedSignificant: false,
      significant: true,
      overrideDirection: 'up',
      overrideState: 'in_force',
      overrideJustification: override.justification,
    });
    expect(body.reasons.at(-1)).toMatchObject({ code: 'override-up' });
    expect(await refused(eva, `${url}/assessments`, byM2({ override }), 422)).toMatchObject([
      { code: 'override-changes-nothing', field: '/override/direction' },
    ]);
    expect(await refused(eva, `${url}/assessments`, { ...low, override: { direction: 'up' } }, 422)).toMatchObject([
      { field: '/override/justification' },
    ]);
  });

  it('overrides downwards only when a second assessor confirms it in person', async () => {
    const url = await register();
    const down = (fields: object = {}) =>
      byM2({ override: { direction: 'down', justification: 'Measured: traces only', ...fields } });
    const field = '/override/secondApproverId';
    expect(await refused(eva, `${url}/assessments`, down(), 422)).toMatchObject([{ code: 'missing', field }]);
    expect(await refused(eva, `${url}/assessments`, down({ secondApproverId: eva.personId }), 422)).toMatchObject([
      { code: 'second-approver-is-assessor', field },
    ]);
    expect(await refused(eva, `${url}/assessments`, down({ secondApproverId: olga.personId }), 422)).toMatchObject([
      { code: 'approver-may-not-assess', field },
    ]);
    expect(await refused(eva, `${url}/assessments`, down({ secondApproverId: site }), 422)).toMatchObject([
      { code: 'unknown-reference', field },
    ]);

    const { body: proposal } = await eva.post(`${url}/assessments`, down({ secondApproverId: emil.personId }));
    expect(proposal).toMatchObject({ significant: true, overrideState: 'proposed' });
    const confirm = `${url}/assessments/${proposal.id}/override-confirmation`;
    expect(await refused(eva, confirm, {}, 403)).toMatchObject([{ code: 'not-the-second-approver' }]);
    expect((await eva.get(url)).body.significance).toMatchObject({ significant: true });

    const { body: confirmed } = await emil.post(confirm, { reason: 'Saw the measurements' });
    expect(confirmed).toMatchObject({
      significant: false,
      computedSignificant: true,
      overrideState: 'in_force',
      assessedById: eva.personId,
      secondApproverId: emil.personId,
      correctionOfId: proposal.id,
    });
    expect((await eva.get(url)).body.significance).toMatchObject({ assessmentId: confirmed.id, significant: false });
    const [line] = (await eva.get(`/history/aspect_assessment/${confirmed.id}`)).body.items;
    expect(line).toMatchObject({
      act: 'aspect.confirmOverride',
      actorName: 'Emil Second',
      reason: 'Saw the measurements',
    });
    expect(await refused(emil, confirm, {}, 409)).toMatchObject([{ code: 'already-corrected' }]);
    const again = `${url}/assessments/${confirmed.id}/override-confirmation`;
    expect(await refused(emil, again, {}, 409)).toMatchObject([{ code: 'not-proposed' }]);
  });

  it('never overrides a legal gate', async () => {
    const override = { direction: 'down', justification: 'We disagree', secondApproverId: emil.personId };
    const reasons = await refused(
      eva,
      `${await register()}/assessments`,
      byM2({ gates: { L: true, K: false }, override }),
      422,
    );
    expect(reasons).toMatchObject([{ code: 'legal-gate', field: '/override/direction' }]);
  });

  it('publishes a version only by someone who did not write on it, and never changes it again', async () => {
    const definition = { ...methods['M1']!.first.definition, threshold: 10 };
    const versions = `/significance-methods/${methods['M1']!.id}/versions`;
    const bad = { definition: { ...definition, threshold: 26 }, changeNote: 'x' };
    expect(await refused(eva, versions, bad, 422)).toMatchObject([
      { code: 'threshold-unreachable', field: '/definition/threshold' },
    ]);
    const { body: draft } = await eva.post(versions, { definition, changeNote: 'Stricter' });
    expect(draft).toMatchObject({ versionNumber: 2, state: 'draft', authorIds: [eva.personId] });
    const url = `/significance-method-versions/${draft.id}`;
    expect(await refused(eva, versions, { definition, changeNote: 'Other' }, 409)).toMatchObject([
      { code: 'draft-exists' },
    ]);

    const aspect = await register();
    const { body: before } = await eva.post(`${aspect}/assessments`, {
      methodVersionId: m1,
      scores: { S: 2, P: 5 },
      gates: {},
    });
    const byDraft = { methodVersionId: draft.id, scores: { S: 2, P: 5 }, gates: {} };
    expect(await refused(eva, `${aspect}/assessments`, byDraft, 422)).toMatchObject([
      { code: 'not-published', field: '/methodVersionId' },
    ]);
    const { body: preview } = await eva.post(`${url}/what-if`, {}, { expect: 200 });
    expect(preview.flips).toContainEqual(
      expect.objectContaining({ aspectId: before.aspectId, before: false, after: true }),
    );

    await emil.change(url, { changeNote: 'Stricter, as agreed' });
    for (const author of [eva, emil]) {
      const { body } = await author.move(url, 'publish', { expect: 403 });
      expect(body.reasons).toMatchObject([{ code: 'method-approver-is-author' }]);
    }
    await olga.move(url, 'publish', { expect: 403 });
    const { body: published } = await top.move(url, 'publish');
    expect(published).toMatchObject({
      state: 'published',
      approvedById: top.personId,
      publishedOn: expect.any(String),
    });
    expect((await eva.change(url, { changeNote: 'Later' }, { expect: 409 })).body.reasons).toMatchObject([
      { code: 'record-closed' },
    ]);
    await expect(
      api.arrange((tx) => tx.sql(`UPDATE significance_method_version SET definition = '{}' WHERE id = $1`, [draft.id])),
    ).rejects.toThrow('never changed');
    expect((await eva.get(`/significance-methods/${methods['M1']!.id}`)).body.currentVersion).toMatchObject({
      id: draft.id,
      versionNumber: 2,
    });

    const stored = (await eva.get(`${aspect}/assessments/${before.id}`)).body;
    expect(stored).toEqual(before);
    expect(stored).toMatchObject({ method: 'M1 v1', significant: false });
    const byOld = { methodVersionId: m1, scores: { S: 2, P: 5 }, gates: {} };
    expect(await refused(eva, `${aspect}/assessments`, byOld, 422)).toMatchObject([
      { code: 'superseded', field: '/methodVersionId' },
    ]);
    await eva.post(`${aspect}/assessments`, {
      ...byOld,
      correctionOfId: before.id,
      reason: 'Noted on the wrong aspect',
    });
    expect((await eva.post(`${aspect}/assessments`, byDraft)).body).toMatchObject({
      method: 'M1 v2',
      significant: true,
    });
  });

  it('adds the default methods once', async () => {
    const again = await methodsOf(top);
    expect(Object.keys(again).sort()).toEqual(['M1', 'M2', 'M3', 'M4']);
    expect(again['M2']).toEqual(methods['M2']);
    const { definition } = methods['M4']!.first;
    const crooked = { ...definition, gates: [[]] };
    expect(
      await refused(eva, '/significance-methods', { code: 'OWN', name: 'Our own', definition: crooked }, 422),
    ).toMatchObject([{ code: 'is-object', field: '/definition/gates' }]);
    for (const nothing of [undefined, null, [], 'M4'])
      expect(
        await refused(eva, '/significance-methods', { code: 'OWN', name: 'Our own', definition: nothing }, 422),
      ).toMatchObject([{ code: 'is-object', field: '/definition' }]);
    const { body: own } = await eva.post('/significance-methods', { code: 'OWN', name: 'Our own', definition });
    expect(own).toMatchObject({ currentVersion: null, disciplines: ['environment'] });
    await eva.post('/significance-methods', { code: 'OWN', name: 'Twice', definition }, { expect: 409 });
    await eva.change(`/significance-methods/${own.id}`, { purpose: 'For the annexe' });
    expect((await eva.get('/significance-methods?sort=code&q=own')).body.items).toMatchObject([
      { code: 'OWN', purpose: 'For the annexe' },
    ]);
    expect((await eva.get(`/significance-methods/${own.id}/versions`)).body.items).toMatchObject([
      { versionNumber: 1, state: 'draft' },
    ]);
  });
});
