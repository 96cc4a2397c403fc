import { startApi, type TestApi } from './support/api.js';
import { methodsOf, plantRegister } from './support/aspect-register.js';
import type { Client } from './support/client.js';
import { expectListsToAgree } from './support/figures.js';

interface Cell {
  row: number;
  column: number;
  count: number;
  significant: number;
}

describe('the figure of aspects', () => {
  let api: TestApi;
  let eva: Client;
  let methods: Awaited<ReturnType<typeof methodsOf>>;
  let berlin: string;
  const urls: string[] = [];
  const read = async (query = '', client = eva) => (await client.get(`/figures/aspects?${query}`)).body;
  const filled = (cells: Cell[]) =>
    cells
      .filter(({ count }) => count > 0)
      .map(({ row, column, count, significant }) => [row, column, count, significant]);

  beforeAll(async () => {
    api = await startApi();
    berlin = await api.site('BER');
    const hamburg = await api.site('HAM');
    eva = await api.as({ roles: ['environmental_manager'] });
    methods = await methodsOf(eva);
    for (const [index, { aspect }] of plantRegister.entries())
      urls.push(
        `/aspects/${(await eva.post('/aspects', { ...aspect, siteId: index < 5 ? berlin : hamburg })).body.id}`,
      );
  });
  afterAll(() => api.stop());

  it('has empty cells of the first method while nothing is assessed', async () => {
    const { matrix, active, unassessed, significant } = await read();
    expect([active.count, unassessed.count, significant.count]).toEqual([15, 15, 0]);
    expect(matrix).toMatchObject({ method: 'M1 v1', inForce: true, rows: { key: 'S' }, columns: { key: 'P' } });
    expect(matrix.cells).toHaveLength(25);
    expect(filled(matrix.cells)).toEqual([]);
  });

  it('counts each aspect in the cell of its two leading scores, and says how many are significant', async () => {
    for (const [index, { scores, gates }] of plantRegister.slice(0, 13).entries())
      await eva.post(`${urls[index]}/assessments`, { methodVersionId: methods['M2']!.first.id, scores, gates });
    const { S, P } = plantRegister[13]!.scores;
    await eva.post(`${urls[13]}/assessments`, {
      methodVersionId: methods['M1']!.first.id,
      scores: { S, P },
      gates: {},
    });
    const figure = await read();
    expect(figure.matrix).toMatchObject({ method: 'M2 v1', otherVersions: { count: 1 } });
    expect(figure.matrix.rows).toMatchObject({ key: 'S', name: 'Severity' });
    expect(figure.matrix.columns.steps.map(({ value }: { value: number }) => value)).toEqual([1, 2, 3, 4, 5]);
    expect(filled(figure.matrix.cells)).toEqual([
      [2, 5, 3, 1],
      [3, 5, 2, 1],
      [4, 2, 1, 0],
      [4, 4, 1, 1],
      [4, 5, 3, 3],
      [5, 1, 1, 1],
      [5, 2, 2, 2],
    ]);
    expect([figure.active.count, figure.significant.count, figure.unassessed.count]).toEqual([15, 10, 1]);
    expect(await expectListsToAgree(eva, figure)).toBe(29);
    const m1 = await read(`methodVersionId=${methods['M1']!.first.id}`);
    expect(filled(m1.matrix.cells)).toEqual([[4, 5, 1, 1]]);
    expect(m1.matrix.otherVersions.count).toBe(13);
    await expectListsToAgree(eva, m1);
  });

  it('refuses a version that does not exist or has no two criteria', async () => {
    await eva.get(`/figures/aspects?methodVersionId=${methods['M4']!.first.id}`, { expect: 422 });
    await eva.get(`/figures/aspects?methodVersionId=${api.orgId}`, { expect: 422 });
    await eva.get('/aspects?scores=S', { expect: 422 });
  });

  it('takes the two heaviest criteria of a weighted mean', async () => {
    const { matrix } = await read(`methodVersionId=${methods['M3']!.first.id}`);
    expect([matrix.rows.key, matrix.columns.key]).toEqual(['S', 'Q']);
  });

  it('leaves out retired aspects, other signs, other sites and other disciplines', async () => {
    await eva.move(urls[0]!, 'retire', { reason: 'The booth was sold' });
    expect((await read()).active.count).toBe(14);
    expect((await read('sign=beneficial')).active.count).toBe(0);
    const ofBerlin = await api.as({ roles: ['environmental_manager'], siteIds: [berlin] });
    for (const figure of [await read('', ofBerlin), await read(`siteId=${berlin}`)])
      expect([figure.active.count, figure.significant.count]).toEqual([4, 4]);
    await expectListsToAgree(ofBerlin, await read('', ofBerlin));
    const none = await read('discipline=quality');
    expect([none.active.count, filled(none.matrix.cells)]).toEqual([0, []]);
    await expectListsToAgree(eva, none);
  });

  it('shows nothing of another organisation', async () => {
    const orgId = await api.foundOrganisation('Other Works');
    const stranger = await api.as({ roles: ['environmental_manager'], orgId });
    expect(await read('', stranger)).toMatchObject({ matrix: null, active: { count: 0 }, unassessed: { count: 0 } });
  });
});
