/** Whether the impact of an aspect is harmful or does the environment good. */
export type Sign = 'adverse' | 'beneficial';

/** One step of a scale: a whole number and the words that tell an assessor when to choose it. */
export interface ScaleValue {
  value: number;
  anchor: string;
}

/** One thing an aspect is scored on. */
export interface Criterion {
  /** Short name in formulas and in `AssessmentInput.scores`, for example `S`. */
  key: string;
  name: string;
  /** Above 0; for `weightedMean` only, and required there. */
  weight?: number;
  /** Ascending. */
  scale: ScaleValue[];
  /** Left out of assessments of the other sign, for example detectability for beneficial aspects. */
  onlyFor?: Sign;
}

/** A yes/no question; yes makes an adverse aspect significant whatever its score. */
export interface Gate {
  /** Short name in reasons and in `AssessmentInput.gates`, for example `L`. */
  key: string;
  question: string;
  /** The question is about law or a permit, so no expert may overrule a yes downwards. */
  legal?: boolean;
}

/** An adverse aspect scored this high on the criterion is significant whatever the other scores are. */
export interface AlwaysRule {
  criterion: string;
  /** A value of the criterion's scale. */
  atLeast: number;
}

/**
 * How an organisation decides which environmental aspects are significant (ISO 14001 clause 6.1.2): one version, as
 * plain data. A score that equals a threshold has reached it.
 */
export interface MethodDefinition {
  /** `product` multiplies the scores, `weightedMean` averages them, `gates` has no score and asks its gates only. */
  kind: 'product' | 'weightedMean' | 'gates';
  criteria: Criterion[];
  /** Adverse aspects are significant from here; required unless `kind` is `gates`. */
  threshold?: number;
  /** Adverse aspects from here up to the threshold are watched. */
  watchThreshold?: number;
  /** Beneficial aspects are ranked apart; without thresholds of their own they are ranked but never significant. */
  beneficial?: { threshold: number; watchThreshold?: number };
  always?: AlwaysRule[];
  gates: Gate[];
}

/** What an assessor decided about one aspect. */
export interface AssessmentInput {
  /** `adverse` unless stated. */
  sign?: Sign;
  /** By criterion key: every criterion that applies to the sign, and no other. */
  scores: Record<string, number>;
  /** By gate key: adverse aspects answer every gate, beneficial aspects none. */
  gates: Record<string, boolean>;
}

/** What is wrong with a definition or an input, and where (JSON pointer). */
export interface Mistake {
  pointer: string;
  code: string;
  message: string;
}

/** Scores are kept and compared at this many decimals, so that the number shown is the number that decided. */
const scoreDecimals = 6;

/** A score or threshold without the noise of binary fractions. */
export function roundScore(score: number): number {
  return Number(score.toFixed(scoreDecimals));
}

/** The criteria an aspect of this sign is scored on. */
export function criteriaFor(method: MethodDefinition, sign: Sign): Criterion[] {
  return method.criteria.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === sign);
}

/** Sum of weights and of weight × score, in the order of the criteria; a criterion without a weight weighs 1. */
export function weigh(
  criteria: readonly Criterion[],
  valueOf: (criterion: Criterion) => number,
): { sum: number; weight: number } {
  return criteria.reduce(
    ({ sum, weight }, criterion) => ({
      sum: sum + (criterion.weight ?? 1) * valueOf(criterion),
      weight: weight + (criterion.weight ?? 1),
    }),
    { sum: 0, weight: 0 },
  );
}

/** The score these criteria add up to; null for a gate method and when no criterion applies. */
export function scoreOf(
  method: MethodDefinition,
  criteria: readonly Criterion[],
  valueOf: (criterion: Criterion) => number,
): number | null {
  if (method.kind === 'gates' || criteria.length === 0) return null;
  if (method.kind === 'product') return criteria.reduce((product, criterion) => product * valueOf(criterion), 1);
  const { sum, weight } = weigh(criteria, valueOf);
  return roundScore(sum / weight);
}
