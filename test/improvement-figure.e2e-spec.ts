import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';
import { ago, expectListsToAgree, plant, today, totalOf } from './support/figures.js';

const all = ['summary', 'causes', 'causes?by=fishbone', 'ageing', 'nonconformities-per-week', 'aspects'];

const why = (category?: string, fields: object = {}) => ({
  leg: 'occurrence' as const,
  nodes: [
    { id: 'w1', parentId: null, statement: 'It broke', verified: true, root: false },
    { id: 'w2', parentId: 'w1', statement: 'Nobody looked', verified: true, root: true, category, ...fields } as never,
  ],
});
const bones = (key: string, state: string, category?: string) => ({
  problem: 'Torque',
  categories: [
    { key, causes: [{ id: 'c1', parentId: null, statement: 'Worn bit', state, category }] },
    { key: 'people', causes: [{ id: 'c2', parentId: null, statement: 'New', state: 'suspected', category: 'design' }] },
  ] as never,
});

describe('figures of improvement', () => {
  let api: TestApi;
  let manager: Client;
  let berlin: string;
  let hamburg: string;
  const read = async (path: string, client = manager) => (await client.get(`/figures/${path}`)).body;

  beforeAll(async () => {
    api = await startApi();
    berlin = await api.site('BER');
    hamburg = await api.site('HAM');
    manager = await api.as({ roles: ['quality_manager', 'environmental_manager'] });
    const [closed] = await plant(api, [
      {
        state: 'closed',
        siteId: berlin,
        detectedOn: ago(100),
        closedOn: ago(15),
        containedOn: ago(99),
        causesAcceptedOn: ago(80),
        planApprovedOn: ago(70),
        implementationDueOn: ago(50),
        implementedOn: ago(20),
        fiveWhys: [why()],
      },
      // Closed long ago: in no figure but the lists.
      { state: 'closed', siteId: berlin, detectedOn: ago(1000), closedOn: ago(900), fiveWhys: [why('design')] },
    ]);
    await plant(api, [
      {
        state: 'containment',
        siteId: berlin,
        detectedOn: ago(10),
        containmentDueOn: ago(5),
        dueOn: ago(5),
        grade: 'major',
        fiveWhys: [why('training'), { ...why('training'), leg: 'escape' }],
      },
      {
        state: 'analysis',
        siteId: hamburg,
        disciplines: ['environment'],
        detectedOn: ago(45),
        containedOn: ago(44),
        causesDueOn: ago(-20),
        dueOn: ago(-20),
        fiveWhys: [why('equipment', { verified: false })],
        ishikawa: bones('machine', 'suspected'),
      },
      {
        state: 'implementation',
        siteId: berlin,
        disciplines: ['quality', 'environment'],
        detectedOn: ago(200),
        containedOn: ago(198),
        causesAcceptedOn: ago(180),
        planApprovedOn: ago(170),
        implementationDueOn: ago(40),
        dueOn: ago(40),
        grade: 'critical',
        fiveWhys: [why('training')],
        ishikawa: bones('machine', 'confirmed', 'equipment'),
      },
      { state: 'draft', siteId: berlin, detectedOn: ago(3), fiveWhys: [why('training')] },
      { state: 'rejected', siteId: berlin, detectedOn: ago(20), fiveWhys: [why('training')] },
      {
        state: 'closed',
        siteId: hamburg,
        detectedOn: ago(60),
        closedOn: ago(40),
        containedOn: ago(59),
        recurrenceOfId: closed!,
        fiveWhys: [why('training')],
      },
    ]);
  });
  afterAll(() => api.stop());

  it('are closed to strangers, and only read', async () => {
    for (const figure of all) await api.anonymous.get(`/figures/${figure}`, { expect: 401 });
    await manager.post('/figures/summary', {}, { expect: 404 });
  });

  it('tell what is open and overdue, now, a month ago and in each of twelve months', async () => {
    const { open, overdue, asOf } = await read('summary');
    expect(asOf).toBe(today);
    expect(open).toMatchObject({ count: 3, since: ago(200), earlier: { count: 3 } });
    expect(overdue).toMatchObject({
      count: 2,
      since: ago(40),
      severe: [
        { grade: 'critical', count: 1 },
        { grade: 'major', count: 1 },
      ],
      earlier: { count: 2 },
    });
    expect(open.points).toHaveLength(12);
    expect(open.points[11]).toEqual({ day: today, count: 3 });
    expect(open.earlier.day).toBe(open.points[10].day);
    for (const [figure, name] of [
      [open, 'openOn'],
      [overdue, 'overdueOn'],
    ])
      for (const { day, count } of figure.points)
        expect([name, day, await totalOf(manager, { path: '/nonconformities', parameters: { [name]: day } })]).toEqual([
          name,
          day,
          count,
        ]);
  });

  it('tell which share repeats an earlier one, with its definition', async () => {
    const { repeats } = await read('summary');
    expect(repeats).toMatchObject({ part: { count: 1 }, of: { count: 5 }, share: 0.2 });
    expect(repeats.definition).toContain('twelve months');
    expect(repeats.earlier).toMatchObject({ part: { count: 1 }, of: { count: 4 }, share: 0.25 });
    expect(repeats.points[11]).toEqual({ day: today, part: 1, of: 5 });
  });

  it('compare audits with the programme as it was approved', async () => {
    const year = Number(today.slice(0, 4));
    const lead = await api.as({ roles: ['lead_auditor'] });
    const programme = { year, disciplines: ['quality'], title: 'Audits of the year', objectives: 'Cover all' };
    const { body } = await lead.post('/audit-programmes', programme);
    const audit = (fields: object) => ({
      kind: 'internal',
      mode: 'on_site',
      disciplines: ['quality'],
      title: 'Coating',
      editions: ['ISO 9001:2026'],
      siteId: berlin,
      ...fields,
    });
    const days = { plannedFrom: `${year}-02-02`, plannedTo: `${year}-02-03` };
    const planned: string[] = [];
    for (const fields of [days, { ...days, siteId: hamburg }, days])
      planned.push((await lead.post('/audits', audit({ ...fields, programmeId: body.id }))).body.id);
    expect((await read('summary')).audits).toMatchObject({ of: { count: 0 }, share: null });
    await manager.move(`/audit-programmes/${body.id}`, 'approve');
    // Later changes of the plan do not change what was promised.
    await lead.change(`/audits/${planned[2]}`, {
      plannedFrom: `${year + 1}-02-02`,
      plannedTo: `${year + 1}-02-03`,
      reason: 'Line stands still',
    });
    await lead.post('/audits', audit(days));
    await api.arrange((tx) =>
      tx.sql('UPDATE audit SET report_issued_on = $2 WHERE org_id = $1 AND id = $3', [api.orgId, today, planned[0]]),
    );
    const { audits } = await read('summary');
    expect(audits).toMatchObject({ part: { count: 1 }, of: { count: 3 }, since: `${year}-01-01` });
    expect(audits.share).toBeCloseTo(1 / 3);
    expect(audits.points[11]).toEqual({ day: today, part: 1, of: 3 });
    expect(audits.earlier.part.count).toBe(0);
  });

  it('sort confirmed causes by how many nonconformities have them', async () => {
    const { bars, sum, found, withoutCause, from, to } = await read('causes');
    expect(bars).toMatchObject([
      { cause: 'training', count: 3, vital: true },
      { cause: 'equipment', count: 1, share: 0.2, cumulativeShare: 0.8, vital: true },
      { cause: 'unclassified', count: 1, cumulativeShare: 1, vital: false },
    ]);
    expect([sum, found.count, withoutCause.count]).toEqual([5, 5, 1]);
    expect([from > ago(367), to]).toEqual([true, today]);
    expect((await read('causes?by=fishbone')).bars).toMatchObject([{ cause: 'machine', count: 1, share: 1 }]);
    expect((await read(`causes?from=${ago(1100)}&to=${ago(800)}`)).bars).toMatchObject([{ cause: 'design', count: 1 }]);
    await manager.get(`/figures/causes?from=${today}&to=${ago(1)}`, { expect: 422 });
  });

  it('sort open ones by age and discipline', async () => {
    const { open, buckets } = await read('ageing');
    expect(open.count).toBe(3);
    expect(buckets.map(({ fromDays, toDays, count }: Record<string, unknown>) => [fromDays, toDays, count])).toEqual([
      [0, 30, 1],
      [31, 60, 1],
      [61, 90, 0],
      [91, 180, 0],
      [181, null, 1],
    ]);
    expect(buckets[4].parts).toMatchObject([
      { combination: 'quality', count: 0 },
      { combination: 'environment', count: 0 },
      { combination: 'both', count: 1 },
    ]);
  });

  it('count what was found in each of 26 weeks, those without any too, and apart the week that is not over', async () => {
    const { weeks, running, centre, lower, provisional, limitWeeks } = await read('nonconformities-per-week');
    expect(weeks).toHaveLength(26);
    const counts = weeks.map(({ count }: { count: number }) => count);
    expect(counts.reduce((sum: number, count: number) => sum + count, running.count)).toBe(4);
    expect(counts.filter((count: number) => count === 0).length).toBeGreaterThan(20);
    expect(
      weeks.every(({ from, to }: { from: string; to: string }) => Date.parse(to) - Date.parse(from) === 6 * 864e5),
    ).toBe(true);
    expect([running.from <= today, running.to >= today, lower, provisional]).toEqual([true, true, 0, false]);
    expect(centre).toBeLessThan(1);
    expect(limitWeeks).toBeLessThanOrEqual(26);
    expect((await read(`nonconformities-per-week?from=${ago(70)}&to=${ago(14)}`)).running).toBeNull();
    await manager.get('/figures/nonconformities-per-week?from=1990-01-01', { expect: 422 });
  });

  it('mark a week that is out of the ordinary, and keep it out of the limits', async () => {
    const orgId = await api.foundOrganisation('Busy Works');
    const busy = await api.as({ roles: ['quality_manager'], orgId });
    const thisMonday = (new Date(`${today}T00:00:00Z`).getUTCDay() || 7) - 1;
    // Three, one, three, one … each week, so that no run hides the week with thirteen.
    const usual = Array.from({ length: 26 }, (_, week) =>
      Array.from({ length: week % 2 === 0 ? 3 : 1 }, () => ({ detectedOn: ago(thisMonday + 7 * (week + 1)) })),
    );
    const monday = ago(thisMonday + 21);
    await plant(api, [...usual.flat(), ...Array.from({ length: 10 }, () => ({ detectedOn: monday }))], orgId);
    const figure = await read('nonconformities-per-week', busy);
    const marked = figure.weeks.filter(({ signals }: { signals: string[] }) => signals.length > 0);
    expect(marked).toMatchObject([{ from: monday, count: 13, signals: ['beyond-limits'] }]);
    expect(figure).toMatchObject({ excluded: [marked[0].week], centre: (52 - 3) / 25, lower: 0, limitWeeks: 25 });
    expect(figure.upper).toBeCloseTo(1.96 + 3 * 1.4, 9);
    const frozen = await read(`nonconformities-per-week?limitsTo=${ago(thisMonday + 22)}`, busy);
    expect(frozen).toMatchObject({ excluded: [], limitWeeks: 23, provisional: false });
    expect(await expectListsToAgree(busy, figure)).toBe(27);
  });

  it('equal the totals of the lists they name, for everybody and every filter', async () => {
    const ofBerlin = await api.as({ roles: ['quality_manager', 'environmental_manager'], siteIds: [berlin] });
    const ofQuality = await api.as({ roles: ['quality_manager'] });
    const mixed = await api.as({
      grants: [
        { role: 'employee', disciplines: ['quality'], siteIds: [berlin] },
        { role: 'employee', disciplines: ['environment'], siteIds: [hamburg] },
      ],
    });
    for (const client of [manager, ofBerlin, ofQuality, mixed])
      for (const filter of ['', 'discipline=environment', `siteId=${hamburg}`]) {
        let counted = 0;
        for (const figure of all)
          counted += await expectListsToAgree(
            client,
            await read(`${figure}${figure.includes('?') ? '&' : '?'}${filter}`, client),
          );
        expect(counted).toBeGreaterThan(60);
      }
  });

  it('show each person only the sites and disciplines that they may read', async () => {
    const ofHamburg = await api.as({ roles: ['quality_manager', 'environmental_manager'], siteIds: [hamburg] });
    const ofQuality = await api.as({ roles: ['quality_manager'] });
    expect((await read('summary', ofHamburg)).open.count).toBe(1);
    expect((await read('ageing', ofHamburg)).open.count).toBe(1);
    expect((await read('causes', ofHamburg)).bars).toMatchObject([{ cause: 'training', count: 1 }]);
    expect((await read('summary', ofQuality)).open.count).toBe(2);
    expect((await read(`summary?siteId=${hamburg}`)).open.count).toBe(1);
    expect((await read('summary?discipline=environment')).open.count).toBe(2);
    const administrator = await api.as({ roles: ['system_administrator'] });
    expect((await read('summary', administrator)).open.count).toBe(0);
    expect((await read('aspects', administrator)).matrix).toBeNull();
  });

  it('are empty, not wrong, in an organisation without records', async () => {
    const orgId = await api.foundOrganisation('New Works');
    const stranger = await api.as({ roles: ['quality_manager', 'environmental_manager'], orgId });
    const { open, overdue, audits, repeats } = await read('summary', stranger);
    expect(open).toMatchObject({ count: 0, since: null, earlier: { count: 0 } });
    expect(overdue).toMatchObject({ count: 0, since: null, severe: [{ count: 0 }, { count: 0 }] });
    expect([audits.share, repeats.share]).toEqual([null, null]);
    expect(await read('causes', stranger)).toMatchObject({ bars: [], sum: 0, found: { count: 0 } });
    expect((await read('ageing', stranger)).buckets).toHaveLength(5);
    const weekly = await read('nonconformities-per-week', stranger);
    expect(weekly).toMatchObject({ centre: 0, upper: 0, lower: 0, excluded: [] });
    expect(weekly.weeks.flatMap(({ signals }: { signals: string[] }) => signals)).toEqual([]);
    expect(await read('aspects', stranger)).toMatchObject({ matrix: null, active: { count: 0 } });
    for (const figure of all) await expectListsToAgree(stranger, await read(figure, stranger));
  });
});
