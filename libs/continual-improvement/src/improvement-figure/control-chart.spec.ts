import { countLimits, individualLimits, type RuleSet, settledLimits, signalsOf } from './control-chart.js';

/** Positions at which a rule is broken, for points given in sigmas around a centre of 0. */
const marks = (rule: string, rules: RuleSet, z: number[]) =>
  signalsOf(z, { centre: 0, sigma: 1, upper: 3, lower: -3 }, rules).flatMap((broken, index) =>
    broken.some((name) => name === rule) ? [index] : [],
  );

describe('limits', () => {
  it('of counts are three roots of the mean around it, and never below zero', () => {
    expect(countLimits([9, 16, 11])).toMatchObject({ centre: 12, sigma: Math.sqrt(12) });
    expect(countLimits([9, 16, 11]).upper).toBeCloseTo(22.392, 3);
    expect(countLimits([9, 16, 11]).lower).toBeCloseTo(1.608, 3);
    expect(countLimits([1, 2, 0, 1]).lower).toBe(0);
    expect(countLimits([])).toEqual({ centre: 0, sigma: 0, upper: 0, lower: 0 });
  });

  it('of individual values come from the mean moving range', () => {
    const { centre, upper, lower, upperRange } = individualLimits([10, 12, 11, 13, 9, 14, 12, 11, 10, 13]);
    expect(centre).toBe(11.5);
    expect(upper).toBeCloseTo(17.707, 3);
    expect(lower).toBeCloseTo(5.293, 3);
    expect(upperRange).toBeCloseTo(7.623, 3);
  });

  it('leave out what was beyond them, once, and say so', () => {
    const counts = [...Array<number>(20).fill(4), 30];
    expect(countLimits(counts).centre).toBeGreaterThan(5);
    const settled = settledLimits(counts, countLimits);
    expect(settled).toMatchObject({ excluded: [20], provisional: false, limits: { centre: 4, upper: 10, lower: 0 } });
    expect(signalsOf(counts, settled.limits, 'western_electric')[20]).toContain('beyond-limits');
  });

  it('stay as the first points made them when a base is given', () => {
    const counts = [...Array<number>(20).fill(4), 9, 9, 9];
    expect(settledLimits(counts, countLimits, 20).limits.centre).toBe(4);
    expect(settledLimits(counts, countLimits).limits.centre).toBeGreaterThan(4);
  });

  it('are provisional below twenty points', () => {
    expect(settledLimits(Array<number>(19).fill(4), countLimits).provisional).toBe(true);
    expect(settledLimits(Array<number>(20).fill(4), countLimits).provisional).toBe(false);
  });
});

describe('signals', () => {
  it('mark a point beyond three sigmas, not one on the limit', () => {
    expect(marks('beyond-limits', 'western_electric', [0, 3.1, 3, -3.1])).toEqual([1, 3]);
    expect(marks('beyond-limits', 'nelson', [0, 3.1])).toEqual([1]);
  });

  it('mark the last of two of three beyond two sigmas on one side', () => {
    expect(marks('two-of-three-beyond-two-sigma', 'western_electric', [2.1, 0, 2.2, 0, -2.5])).toEqual([2]);
    expect(marks('two-of-three-beyond-two-sigma', 'western_electric', [2.1, -2.2, 0])).toEqual([]);
  });

  it('mark the last of four of five beyond one sigma on one side', () => {
    expect(marks('four-of-five-beyond-one-sigma', 'western_electric', [1.1, 1.2, 0, 1.3, 1.4])).toEqual([4]);
    expect(marks('four-of-five-beyond-one-sigma', 'western_electric', [1.1, 1.2, -1.5, 1.3, 0.9])).toEqual([]);
  });

  it('mark a run on one side from its eighth point, in Nelson’s rules from its ninth', () => {
    const run = Array<number>(9).fill(0.5);
    expect(marks('eight-on-one-side', 'western_electric', run)).toEqual([7, 8]);
    expect(marks('nine-on-one-side', 'nelson', run)).toEqual([8]);
    expect(marks('eight-on-one-side', 'nelson', run)).toEqual([]);
  });

  it('take a point on the centre line for the end of a run', () => {
    expect(marks('eight-on-one-side', 'western_electric', [...Array<number>(7).fill(0.5), 0, 0.5])).toEqual([]);
  });

  it('mark a trend of six, fourteen that alternate, fifteen near the centre, eight that avoid it', () => {
    expect(marks('six-rising-or-falling', 'nelson', [-2, -1, -0.5, 0.1, 0.6, 1.5, 1.5])).toEqual([5]);
    expect(marks('six-rising-or-falling', 'nelson', [-2, -1, -1, 0.1, 0.6, 1.5])).toEqual([]);
    const alternating = Array.from({ length: 14 }, (_, index) => (index % 2 === 0 ? 0.5 : -0.4));
    expect(marks('fourteen-alternating', 'nelson', alternating)).toEqual([13]);
    expect(marks('fifteen-within-one-sigma', 'nelson', [...alternating, 0.1])).toEqual([14]);
    const avoiding = [1.1, -1.2, 1.3, 1.4, -1.1, -1.2, 1.5, 1.1];
    expect(marks('eight-beyond-one-sigma-on-both-sides', 'nelson', avoiding)).toEqual([7]);
    expect(marks('eight-beyond-one-sigma-on-both-sides', 'nelson', avoiding.map(Math.abs))).toEqual([]);
  });

  it('are none while nothing happens, and one when something happens for the first time', () => {
    const limits = countLimits(Array<number>(20).fill(0));
    expect(signalsOf(Array<number>(20).fill(0), limits, 'western_electric').flat()).toEqual([]);
    expect(signalsOf([0, 1], limits, 'western_electric')).toEqual([[], ['beyond-limits']]);
  });
});
