/** Where a stable process stays: three standard deviations around the centre. */
export interface ControlLimits {
  centre: number;
  sigma: number;
  upper: number;
  /** Never below 0 for counts. */
  lower: number;
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Limits of a c-chart: counts of events in equal periods, Poisson distributed while the process is stable. */
export function countLimits(counts: readonly number[]): ControlLimits {
  const centre = mean(counts);
  const sigma = Math.sqrt(centre);
  return { centre, sigma, upper: centre + 3 * sigma, lower: Math.max(0, centre - 3 * sigma) };
}

/** Limits of a chart of individual measurements, from the mean moving range (d2 = 1.128 for two values). */
export function individualLimits(values: readonly number[]): ControlLimits & { upperRange: number } {
  const centre = mean(values);
  const range = mean(values.slice(1).map((value, index) => Math.abs(value - values[index]!)));
  return {
    centre,
    sigma: range / 1.128,
    upper: centre + 2.66 * range,
    lower: centre - 2.66 * range,
    upperRange: 3.267 * range,
  };
}

export const fewestForLimits = 20;

export interface SettledLimits {
  limits: ControlLimits;
  /** Positions of points that were left out. */
  excluded: number[];
  /** Fewer than 20 points: the limits may still move much. */
  provisional: boolean;
}

/**
 * Limits from the first `base` points, the rest is only judged. Points beyond the first limits are left out once, so
 * that what is not part of the process does not widen its limits.
 */
export function settledLimits(
  values: readonly number[],
  limitsOf: (values: readonly number[]) => ControlLimits,
  base = values.length,
): SettledLimits {
  const points = values.slice(0, base);
  const first = limitsOf(points);
  const excluded = points.flatMap((value, index) => (value > first.upper || value < first.lower ? [index] : []));
  const kept = points.filter((_, index) => !excluded.includes(index));
  return {
    limits: kept.length > 0 ? limitsOf(kept) : first,
    excluded: kept.length > 0 ? excluded : [],
    provisional: kept.length < fewestForLimits,
  };
}

export const signalRules = [
  'beyond-limits',
  'two-of-three-beyond-two-sigma',
  'four-of-five-beyond-one-sigma',
  'eight-on-one-side',
  'nine-on-one-side',
  'six-rising-or-falling',
  'fourteen-alternating',
  'fifteen-within-one-sigma',
  'eight-beyond-one-sigma-on-both-sides',
] as const;
export type SignalRule = (typeof signalRules)[number];

export const ruleSets = ['western_electric', 'nelson'] as const;
export type RuleSet = (typeof ruleSets)[number];

const rulesOf: Record<RuleSet, readonly SignalRule[]> = {
  western_electric: signalRules.slice(0, 4),
  nelson: signalRules.filter((rule) => rule !== 'eight-on-one-side'),
};

/** Whether the rule is broken by the points that end at this one; `z` are distances from the centre in sigmas. */
type Check = (z: readonly number[]) => boolean;

const onOneSide = (z: readonly number[]) => z.every((value) => value > 0) || z.every((value) => value < 0);
/** So many of the points, the last among them, beyond a distance on the same side. */
const beyond =
  (count: number, sigmas: number): Check =>
  (z) =>
    [1, -1].some((side) => side * z.at(-1)! > sigmas && z.filter((value) => side * value > sigmas).length >= count);
const steps = (z: readonly number[]) => z.slice(1).map((value, index) => Math.sign(value - z[index]!));

const checks: Record<SignalRule, { points: number; fewest?: number; broken: Check }> = {
  'beyond-limits': { points: 1, broken: beyond(1, 3) },
  'two-of-three-beyond-two-sigma': { points: 3, fewest: 2, broken: beyond(2, 2) },
  'four-of-five-beyond-one-sigma': { points: 5, fewest: 4, broken: beyond(4, 1) },
  'eight-on-one-side': { points: 8, broken: onOneSide },
  'nine-on-one-side': { points: 9, broken: onOneSide },
  'six-rising-or-falling': { points: 6, broken: (z) => onOneSide(steps(z)) },
  'fourteen-alternating': {
    points: 14,
    broken: (z) => steps(z).every((step, index, all) => step !== 0 && (index === 0 || step === -all[index - 1]!)),
  },
  'fifteen-within-one-sigma': { points: 15, broken: (z) => z.every((value) => Math.abs(value) < 1) },
  'eight-beyond-one-sigma-on-both-sides': {
    points: 8,
    broken: (z) => z.every((value) => Math.abs(value) > 1) && !onOneSide(z),
  },
};

/**
 * The rules that each point breaks, by position: a pattern is marked at the point that completes it. A point on the
 * centre line ends a run on one side.
 */
export function signalsOf(values: readonly number[], { centre, sigma }: ControlLimits, rules: RuleSet): SignalRule[][] {
  const z = values.map((value) => (value === centre ? 0 : (value - centre) / sigma));
  return z.map((_, index) =>
    rulesOf[rules].filter((rule) => {
      const { points, fewest = points, broken } = checks[rule];
      const window = z.slice(Math.max(0, index + 1 - points), index + 1);
      return window.length >= fewest && broken(window);
    }),
  );
}
