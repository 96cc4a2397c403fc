import { criteriaFor, roundScore, scoreOf, weigh } from './method-definition.js';
import type { AssessmentInput, Criterion, MethodDefinition, Mistake } from './method-definition.js';
import { checkInput, checkMethod } from './significance-checks.js';

export type {
  AlwaysRule,
  AssessmentInput,
  Criterion,
  Gate,
  MethodDefinition,
  Mistake,
  ScaleValue,
  Sign,
} from './method-definition.js';
export { checkInput, checkMethod } from './significance-checks.js';

/** Why an aspect is significant or is not. */
export interface Reason {
  code:
    | 'threshold-reached'
    | 'always-rule'
    | 'gate'
    /** A gate an expert may not overrule downwards. */
    | 'legal-gate'
    | 'watched'
    | 'below-threshold'
    | 'below-always-rule'
    | 'no-gate'
    | 'no-threshold'
    | 'no-ranking';
  message: string;
}

/** The result of one assessment under one version of a method. */
export interface Significance {
  significant: boolean;
  /** Not significant, but close enough to keep an eye on. */
  watch: boolean;
  /** Ranks aspects of the same sign, rounded to 6 decimals; null when the method gives none. */
  score: number | null;
  /** How the score came about, for example `S 4 × P 5 × D 3 = 60`; without a score, the answers: `L yes, K no`. */
  formula: string;
  /** Sentences to read. Of a significant aspect: all that make it so; of another: why nothing does. */
  reasons: Reason[];
}

type Valued = (criterion: Criterion) => number;

function formulaOf(
  method: MethodDefinition,
  criteria: readonly Criterion[],
  score: number | null,
  valueOf: Valued,
): string {
  const named = (criterion: Criterion) => `${criterion.key} ${valueOf(criterion)}`;
  if (score === null) return criteria.map(named).join(', ');
  if (method.kind === 'product') return `${criteria.map(named).join(' × ')} = ${score}`;
  const { sum, weight } = weigh(criteria, valueOf);
  const plain = (value: number) => Number(value.toPrecision(12));
  const terms = criteria.map((criterion) => `${criterion.weight ?? 1} × ${named(criterion)}`);
  return `(${terms.join(' + ')}) / ${plain(weight)} = ${plain(sum)} / ${plain(weight)} = ${score}`;
}

/** Reasons of one kind: those that make an aspect significant, and those that explain why it is not. */
interface Findings {
  yes: Reason[];
  no: Reason[];
}

function thresholdFindings(score: number, threshold: number): Findings {
  const limit = roundScore(threshold);
  return score >= limit
    ? { yes: [{ code: 'threshold-reached', message: `The score ${score} reaches the threshold of ${limit}.` }], no: [] }
    : { yes: [], no: [{ code: 'below-threshold', message: `The score ${score} is below the threshold of ${limit}.` }] };
}

function alwaysFindings(method: MethodDefinition, criteria: readonly Criterion[], valueOf: Valued): Findings {
  const found: Findings = { yes: [], no: [] };
  for (const { criterion: key, atLeast } of method.always ?? []) {
    const criterion = criteria.find((candidate) => candidate.key === key);
    if (!criterion) continue;
    const is = `${criterion.name} is ${valueOf(criterion)}`;
    if (valueOf(criterion) >= atLeast) {
      found.yes.push({
        code: 'always-rule',
        message: `${is}; from ${atLeast} an aspect is significant whatever the rest.`,
      });
    } else {
      found.no.push({ code: 'below-always-rule', message: `${is}; only from ${atLeast} would that alone be enough.` });
    }
  }
  return found;
}

function gateFindings({ gates }: MethodDefinition, answers: AssessmentInput['gates']): Findings {
  const open = gates.filter(({ key }) => answers[key] === true);
  return {
    yes: open.map(({ key, question, legal }) => ({
      code: legal ? 'legal-gate' : 'gate',
      message: `Gate ${key} is answered yes: ${question}`,
    })),
    no: gates.length > 0 && open.length === 0 ? [{ code: 'no-gate', message: 'No gate is answered yes.' }] : [],
  };
}

function conclude(
  findings: readonly Findings[],
  score: number | null,
  watchThreshold: number | undefined,
): Omit<Significance, 'formula'> {
  const yes = findings.flatMap((found) => found.yes);
  if (yes.length > 0) return { significant: true, watch: false, score, reasons: yes };
  const reasons = findings.flatMap((found) => found.no);
  if (score === null || watchThreshold === undefined || score < roundScore(watchThreshold)) {
    return { significant: false, watch: false, score, reasons };
  }
  const message = `The score ${score} is on the watch list, which begins at ${roundScore(watchThreshold)}.`;
  return { significant: false, watch: true, score, reasons: [...reasons, { code: 'watched', message }] };
}

/** Gates and always rules are about harm, so they have no say here. */
function evaluateBeneficial({ beneficial }: MethodDefinition, score: number | null): Omit<Significance, 'formula'> {
  if (score === null) {
    return conclude(
      [{ yes: [], no: [{ code: 'no-ranking', message: 'This method gives beneficial aspects no score.' }] }],
      null,
      undefined,
    );
  }
  if (!beneficial) {
    const message = 'This method ranks beneficial aspects by score and sets no threshold for them.';
    return conclude([{ yes: [], no: [{ code: 'no-threshold', message }] }], score, undefined);
  }
  return conclude([thresholdFindings(score, beneficial.threshold)], score, beneficial.watchThreshold);
}

function reject(what: string, mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return;
  throw new RangeError(`${what}: ${mistakes.map(({ pointer, message }) => `${pointer} ${message}`).join(' ')}`);
}

/**
 * Decides whether an aspect is significant (ISO 14001 clause 6.1.2). The same method and input always give the same
 * result. Throws RangeError when `checkMethod` or `checkInput` finds a mistake.
 */
export function evaluateSignificance(method: MethodDefinition, input: AssessmentInput): Significance {
  reject('The method cannot be used', checkMethod(method));
  reject('The assessment cannot be evaluated', checkInput(method, input));
  const { sign = 'adverse', scores, gates } = input;
  const criteria = criteriaFor(method, sign);
  const valueOf: Valued = ({ key }) => scores[key] ?? Number.NaN;
  const score = scoreOf(method, criteria, valueOf);
  const formula = formulaOf(method, criteria, score, valueOf);
  if (sign === 'beneficial') return { ...evaluateBeneficial(method, score), formula };
  const findings = [
    ...(score === null || method.threshold === undefined ? [] : [thresholdFindings(score, method.threshold)]),
    alwaysFindings(method, criteria, valueOf),
    gateFindings(method, gates),
  ];
  const answers = method.gates.map(({ key }) => `${key} ${gates[key] === true ? 'yes' : 'no'}`);
  return {
    ...conclude(findings, score, method.watchThreshold),
    formula: score === null ? [formula, ...answers].filter((part) => part !== '').join(', ') : formula,
  };
}
