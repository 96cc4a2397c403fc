/** The vital few: the first causes that together make up this share of all. */
export const vitalShare = 0.8;

export interface ParetoBar {
  key: string;
  count: number;
  /** Of all counts; 0 to 1. */
  share: number;
  /** Of this bar and those before it; ends at 1. */
  cumulativeShare: number;
  /** One of the first bars that are needed to reach 80 %. */
  vital: boolean;
}

/** Sorts what happened how often: most first, equal ones by name, the remainder (`last`) at the end whatever it counts. */
export function pareto(counts: readonly { key: string; count: number }[], last?: string): ParetoBar[] {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  let before = 0;
  return counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => Number(a.key === last) - Number(b.key === last) || b.count - a.count || (a.key < b.key ? -1 : 1))
    .map(({ key, count }) => {
      const vital = before < vitalShare * total;
      before += count;
      return { key, count, share: count / total, cumulativeShare: before / total, vital };
    });
}
