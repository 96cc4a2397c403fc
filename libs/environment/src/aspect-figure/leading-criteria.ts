import {
  criteriaFor,
  type Criterion,
  type MethodDefinition,
  type Sign,
} from '../significance-method/method-definition.js';

/** The two criteria that weigh most for a sign; of equal weight, those that the method names first. Null without two. */
export function leadingCriteria(method: MethodDefinition, sign: Sign): [rows: Criterion, columns: Criterion] | null {
  if (method.kind === 'gates') return null;
  const [rows, columns] = criteriaFor(method, sign).sort((a, b) => (b.weight ?? 1) - (a.weight ?? 1));
  return rows && columns ? [rows, columns] : null;
}
