import type { Criterion, MethodDefinition } from './scoring.js';

/** The definition without names that hold nothing: the API takes a missing threshold, not an empty one. */
const clean = (definition: MethodDefinition): MethodDefinition =>
  Object.fromEntries(
    Object.entries(definition).filter(([, value]) => value !== undefined),
  ) as unknown as MethodDefinition;

/** The same definition with some of it replaced; `undefined` takes a part away. */
export const withChanges = (definition: MethodDefinition, changes: Partial<MethodDefinition>): MethodDefinition =>
  clean({ ...definition, ...changes });

/** Another way to come to a score: weights come and go with the weighted mean, thresholds with the score. */
export function withKind(definition: MethodDefinition, kind: MethodDefinition['kind']): MethodDefinition {
  const criteria = definition.criteria.map(({ weight, ...criterion }) =>
    kind === 'weightedMean' ? { ...criterion, weight: weight ?? 1 } : criterion,
  );
  return kind === 'gates'
    ? withChanges(definition, {
        kind,
        criteria,
        threshold: undefined,
        watchThreshold: undefined,
        beneficial: undefined,
      })
    : withChanges(definition, { kind, criteria, threshold: definition.threshold ?? 12 });
}

/** The definition with another criterion in the place of one. */
export const withCriterion = (definition: MethodDefinition, at: number, criterion: Criterion): MethodDefinition =>
  withChanges(definition, {
    criteria: definition.criteria.map((one, index) => (index === at ? criterion : one)),
    // A rule names its criterion by key.
    ...(definition.always && {
      always: definition.always.map((rule) =>
        rule.criterion === definition.criteria[at]?.key ? { ...rule, criterion: criterion.key } : rule,
      ),
    }),
  });

/** From which score a criterion alone is enough; null when never. */
export function withAlways(definition: MethodDefinition, key: string, atLeast: number | null): MethodDefinition {
  const others = (definition.always ?? []).filter(({ criterion }) => criterion !== key);
  return withChanges(definition, {
    always: atLeast === null ? others : [...others, { criterion: key, atLeast }],
  });
}
