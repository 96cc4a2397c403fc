import { pareto } from './pareto.js';

describe('a Pareto analysis', () => {
  const counts = [8, 42, 2, 23, 6, 15, 4].map((count, index) => ({ key: `cause ${index}`, count }));

  it('sorts by count and adds up to 100 %', () => {
    const bars = pareto(counts);
    expect(bars.map(({ count }) => count)).toEqual([42, 23, 15, 8, 6, 4, 2]);
    expect(bars.map(({ cumulativeShare }) => Math.round(cumulativeShare * 100))).toEqual([42, 65, 80, 88, 94, 98, 100]);
    expect(bars.at(-1)!.cumulativeShare).toBe(1);
  });

  it('calls those vital that are needed to reach 80 %, and no more', () => {
    expect(pareto(counts).map(({ vital }) => vital)).toEqual([true, true, true, false, false, false, false]);
    expect(pareto([{ key: 'only', count: 1 }])).toMatchObject([{ vital: true, cumulativeShare: 1 }]);
  });

  it('orders equal ones by name and puts the remainder last', () => {
    const bars = pareto(
      [
        { key: 'rest', count: 9 },
        { key: 'b', count: 3 },
        { key: 'a', count: 3 },
        { key: 'none', count: 0 },
      ],
      'rest',
    );
    expect(bars.map(({ key }) => key)).toEqual(['a', 'b', 'rest']);
  });

  it('is empty when nothing was counted', () => {
    expect(pareto([])).toEqual([]);
    expect(pareto([{ key: 'a', count: 0 }])).toEqual([]);
  });
});
