import { startApi, type TestApi } from './support/api.js';
import { plantRegister } from './support/aspect-register.js';
import type { Answer, Client } from './support/client.js';
import { contained, described } from './support/nonconforming.js';

interface Result {
  id: string;
  outcome: 'changed' | 'refused';
  version?: number;
  reasons?: { code: string; field?: string; message: string }[];
}

describe('changing many records at once', () => {
  let api: TestApi;
  let site: string;
  let elsewhere: string;
  let manager: Client;
  let olga: Client;
  let bram: Client;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    elsewhere = await api.site('HAM');
    manager = await api.as({ roles: ['quality_manager', 'environmental_manager'], name: 'Max Manager' });
    olga = await api.as({ name: 'Olga Owner' });
    bram = await api.as({ name: 'Bram Next' });
  });
  afterAll(() => api.stop());

  const planned = async (fields: object = {}): Promise<string> =>
    (
      await manager.post('/actions', {
        title: 'Replace bits',
        ownerId: olga.personId,
        dueOn: '2026-06-01',
        disciplines: ['quality'],
        siteId: site,
        ...fields,
      })
    ).body.id;
  const change = (who: Client, path: string, body: object, expect = 200) =>
    who.post(`/${path}/changes`, { reason: 'Olga left', ...body }, { expect });
  const at = (...ids: string[]) => ids.map((id) => ({ id, version: 1 }));
  /** Each row in short: `changed 2`, or `refused` with its codes. */
  const outcomes = ({ body }: Answer): string[] =>
    body.results.map(({ outcome, version, reasons }: Result) =>
      [outcome, version, ...(reasons ?? []).map(({ code }) => code)].filter(Boolean).join(' '),
    );
  const reasonsOf = ({ body }: Answer): string[] =>
    body.reasons.map(({ code, field }: { code: string; field: string }) => `${code} ${field}`);

  it('changes owner and due date of actions, with one reason in the history of each', async () => {
    const ids = [await planned(), await planned(), await planned()];
    const answer = await change(manager, 'actions', {
      records: at(...ids),
      ownerId: bram.personId,
      dueOn: '2026-09-01',
    });
    expect(answer.body.results).toEqual(ids.map((id) => ({ id, outcome: 'changed', version: 2 })));
    for (const id of ids) {
      expect((await manager.get(`/actions/${id}`)).body).toMatchObject({
        ownerId: bram.personId,
        dueOn: '2026-09-01',
        originalDueOn: '2026-06-01',
        version: 2,
      });
      const { items } = (await manager.get(`/history/action/${id}`)).body;
      expect(items.length).toBe(2);
      expect(items[0]).toMatchObject({ act: 'action.edit', actorName: 'Max Manager', reason: 'Olga left' });
      expect(items[0].requestId).toBe((await manager.get(`/history/action/${ids[0]}`)).body.items[0].requestId);
    }
  });

  it('leaves out the rows that are refused, tells why, and keeps the others', async () => {
    const [good, stale, accepted, hidden] = [await planned(), await planned(), await planned(), await planned()];
    await manager.change(`/actions/${stale}`, { title: 'Changed meanwhile' });
    await manager.move(`/actions/${accepted}`, 'cancel', { reason: 'Not needed' });
    const nowhere = '0199b8a1-0000-7000-8000-000000000001';
    const records = [...at(stale, good), { id: accepted, version: 2 }, ...at(nowhere, hidden)];
    const answer = await change(manager, 'actions', { records, dueOn: '2026-10-01' });
    expect(outcomes(answer)).toEqual([
      'refused stale',
      'changed 2',
      'refused record-closed',
      'refused not-found',
      'changed 2',
    ]);
    expect(answer.body.results.map(({ id }: Result) => id)).toEqual(records.map(({ id }) => id));
    expect(answer.body.results[0].reasons).toEqual([
      { code: 'stale', message: 'It is now at version 2; read it again before you change it.' },
    ]);
    expect((await manager.get(`/actions/${stale}`)).body).toMatchObject({ version: 2, dueOn: '2026-06-01' });
    expect((await manager.get(`/history/action/${accepted}`)).body.items.length).toBe(2);
    expect((await manager.get(`/history/action/${good}`)).body.items.length).toBe(2);
  });

  it('lets a mistake that only the database finds refuse its row alone', async () => {
    const id = await planned();
    const answer = await change(manager, 'actions', { records: at(id), ownerId: site });
    expect(answer.body.results).toMatchObject([
      { outcome: 'refused', reasons: [{ code: 'unknown-reference', field: '/ownerId' }] },
    ]);
    expect((await manager.get(`/actions/${id}`)).body.version).toBe(1);
  });

  it('asks the same rights as for one record, row by row', async () => {
    const [here, there, green] = [
      await planned(),
      await planned({ siteId: elsewhere }),
      await planned({ disciplines: ['environment'] }),
    ];
    const records = at(here, there, green);
    const local = await api.as({ roles: ['quality_manager'], siteIds: [site] });
    const mixed = await api.as({
      grants: [
        { role: 'quality_manager', disciplines: ['quality'], siteIds: [site] },
        { role: 'employee', disciplines: ['quality'], siteIds: [elsewhere] },
      ],
    });
    const stranger = await api.as({ orgId: await api.foundOrganisation('Elsewhere'), roles: ['quality_manager'] });
    const dueOn = '2026-12-01';
    const gone = 'refused not-found';
    expect(outcomes(await change(stranger, 'actions', { records, dueOn }))).toEqual([gone, gone, gone]);
    expect(outcomes(await change(olga, 'actions', { records, dueOn }))).toEqual(
      Array(3).fill('refused not-the-planner'),
    );
    expect(outcomes(await change(local, 'actions', { records, dueOn }))).toEqual(['changed 2', gone, gone]);
    expect(
      outcomes(
        await change(mixed, 'actions', { records: [{ id: here, version: 2 }, ...at(there)], dueOn: '2026-12-02' }),
      ),
    ).toEqual(['changed 3', 'refused not-the-planner']);
  });

  it('gives nonconformities another owner, and moves no due date behind the back of who approves that', async () => {
    const handlers = { owner: olga, manager, verifier: bram };
    const url = await contained(handlers, site);
    const { body: open } = await manager.get(url);
    const { body: draft } = await bram.post('/nonconformities', described(site));
    const records = [{ id: open.id, version: open.version }, ...at(draft.id)];
    const refused = await change(manager, 'nonconformities', { records, dueOn: '2027-01-01', ownerId: bram.personId });
    expect(outcomes(refused)).toEqual(Array(2).fill('refused due-date-by-extension'));
    expect(refused.body.results[0].reasons[0].field).toBe('/dueOn');
    expect(outcomes(await change(bram, 'nonconformities', { records, ownerId: bram.personId }))).toEqual([
      'refused not-the-owner',
      'changed 2',
    ]);
    const again = [
      { id: open.id, version: open.version },
      { id: draft.id, version: 2 },
    ];
    expect(outcomes(await change(manager, 'nonconformities', { records: again, ownerId: bram.personId }))).toEqual([
      `changed ${open.version + 1}`,
      'changed 2',
    ]);
    expect((await manager.get(url)).body).toMatchObject({ ownerId: bram.personId, dueOn: open.dueOn });
    expect((await manager.get(`/history/nonconformity/${open.id}`)).body.items[0]).toMatchObject({
      act: 'nonconformity.edit',
      reason: 'Olga left',
      changes: [{ field: 'ownerId', before: olga.personId, after: bram.personId }],
    });
  });

  it('gives aspects another owner or none', async () => {
    const aspect = async (): Promise<string> =>
      (await manager.post('/aspects', { ...plantRegister[0]!.aspect, siteId: site, ownerId: olga.personId })).body.id;
    const [one, retired] = [await aspect(), await aspect()];
    await manager.move(`/aspects/${retired}`, 'retire', { reason: 'Line sold' });
    const records = [...at(one), { id: retired, version: 2 }];
    const quality = await api.as({ roles: ['quality_manager'] });
    expect(outcomes(await change(quality, 'aspects', { records, ownerId: null }))).toEqual([
      'refused not-the-owner',
      'refused not-the-owner',
    ]);
    expect(outcomes(await change(manager, 'aspects', { records, ownerId: null }))).toEqual([
      'changed 2',
      'refused record-closed',
    ]);
    expect((await manager.get(`/aspects/${one}`)).body.ownerId).toBeNull();
  });

  it('has one effect however often it is sent', async () => {
    const id = await planned();
    const body = { records: at(id), dueOn: '2026-11-01', reason: 'Later' };
    const key = 'bulk-1';
    const first = await manager.post('/actions/changes', body, { key, expect: 200 });
    const second = await manager.post('/actions/changes', body, { key, expect: 200 });
    expect(second.body).toEqual(first.body);
    expect(outcomes(second)).toEqual(['changed 2']);
  });

  it('names what is wrong with the request as a whole', async () => {
    const id = await planned();
    const bad = async (body: object) => reasonsOf(await change(manager, 'actions', body, 422));
    const dueOn = '2026-11-01';
    expect(await bad({ records: at(id) })).toEqual(['missing /ownerId', 'missing /dueOn']);
    expect(await bad({ records: at(id, id.toUpperCase()), dueOn })).toEqual(['duplicate-id /records/1/id']);
    expect(await bad({ records: [], dueOn })).toEqual(['array-min-size /records']);
    expect(await bad({ records: at(id), dueOn, reason: ' ' })).toEqual(['is-not-blank /reason']);
    expect(await bad({ records: [{ id }], dueOn })).toContain('is-int /records/0/version');
    expect(await bad({ records: at(id), dueOn, state: 'done' })).toEqual(['unknown-field /state']);
    const many = Array.from({ length: 201 }, (_, n) => `0199b8a1-0000-7000-8000-${String(n).padStart(12, '0')}`);
    expect(await bad({ records: at(...many), dueOn })).toEqual(['array-max-size /records']);
    expect((await change(manager, 'actions', { records: at(...many.slice(1)), dueOn })).body.results.length).toBe(200);
    expect(reasonsOf(await change(manager, 'aspects', { records: at(id), dueOn }, 422))).toContain(
      'unknown-field /dueOn',
    );
    await api.anonymous.post('/actions/changes', { records: at(id), dueOn, reason: 'x' }, { expect: 401 });
  });
});
