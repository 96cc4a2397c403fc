import type { TFunction } from 'i18next';
import {
  checkInput,
  criteriaFor,
  evaluateSignificance,
  type AssessmentInput,
  type MethodDefinition,
  type Sign,
  type Significance,
} from '../significance-method/scoring.js';

/** What was answered so far, also to questions of other methods. */
export interface Answers {
  scores: Record<string, number>;
  gates: Record<string, boolean>;
}

const only = <T>(values: Record<string, T>, keys: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));

/** Of all answers those that the method asks for an aspect of this sign, as the API takes them. */
export function inputFor(method: MethodDefinition, sign: Sign, { scores, gates }: Answers): Required<AssessmentInput> {
  const criteria = criteriaFor(method, sign).map(({ key }) => key);
  const questions = sign === 'adverse' ? method.gates.map(({ key }) => key) : [];
  return { sign, scores: only(scores, criteria), gates: only(gates, questions) };
}

/** What the method says, by the rules of the server; null while a question is open. */
export function judge(method: MethodDefinition, input: AssessmentInput): Significance | null {
  return checkInput(method, input).length === 0 ? evaluateSignificance(method, input) : null;
}

/** What is not answered yet, in words. */
export function openQuestions(
  t: TFunction,
  method: MethodDefinition,
  { sign = 'adverse', scores, gates }: AssessmentInput,
): string[] {
  const criteria = criteriaFor(method, sign).filter(({ key }) => scores[key] === undefined);
  const questions = sign === 'adverse' ? method.gates.filter(({ key }) => gates[key] === undefined) : [];
  return [...criteria.map(({ name }) => name), ...questions.map(({ key }) => t('scoring.question', { key }))];
}

/** The formula with a gap where no score is chosen yet; what it comes to is for the rules to say. */
export function formulaSoFar(method: MethodDefinition, { sign = 'adverse', scores }: AssessmentInput): string {
  const part = ({ key, weight }: { key: string; weight?: number }) =>
    `${method.kind === 'weightedMean' ? `${weight} × ` : ''}${key} ${scores[key] ?? '…'}`;
  const parts = criteriaFor(method, sign).map(part);
  if (method.kind === 'weightedMean') return `(${parts.join(' + ')}) / …`;
  return method.kind === 'product' ? `${parts.join(' × ')} = …` : parts.join(', ');
}
