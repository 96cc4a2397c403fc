import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../language/format.js';
import classes from './scoring.module.css';
import type { MethodDefinition } from './scoring.js';

/** How the score comes about, with letters. */
export function formulaOf({ kind, criteria }: MethodDefinition): string {
  if (kind === 'gates') return '';
  if (kind === 'product') return criteria.map(({ key }) => key).join(' × ');
  const sum = criteria.reduce((total, { weight = 1 }) => total + weight, 0);
  return `(${criteria.map(({ key, weight }) => `${numberText(weight ?? 1)} × ${key}`).join(' + ')}) / ${numberText(sum)}`;
}

/** A method to read: formula, thresholds, what alone is enough, every step in words. */
export function DefinitionView({ definition }: { definition: MethodDefinition }) {
  const { t } = useTranslation();
  const { kind, criteria, threshold, watchThreshold, beneficial, always = [], gates } = definition;
  const rules = [
    ...(threshold === undefined ? [] : [t('significanceMethod.rule.limit', { value: numberText(threshold) })]),
    ...(watchThreshold === undefined
      ? []
      : [t('significanceMethod.rule.watch', { value: numberText(watchThreshold) })]),
    ...(beneficial ? [t('significanceMethod.rule.beneficial', { value: numberText(beneficial.threshold) })] : []),
    ...always.map(({ criterion, atLeast }) =>
      t('significanceMethod.rule.always', {
        name: criteria.find(({ key }) => key === criterion)?.name ?? criterion,
        value: atLeast,
      }),
    ),
    ...gates.map(({ key, question, legal }) =>
      t(legal ? 'significanceMethod.rule.legal' : 'significanceMethod.rule.gate', { key, question }),
    ),
  ];
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" c="dimmed">
          {t(`significanceMethod.kind.${kind}`)}
        </Text>
        <span className={classes.formula}>{formulaOf(definition)}</span>
        <ul className={classes.reasons}>
          {rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </div>
      {criteria.map(({ key, name, weight, onlyFor, scale }) => (
        <section key={key} aria-label={name}>
          <Text fw={650} component="h3" fz="sm" mb={4}>
            {name} ({key})
            <Text span c="dimmed" fz="sm" fw={400}>
              {weight !== undefined && ` · ${t('scoring.weight', { weight: numberText(weight) })}`}
              {onlyFor && ` · ${t(`significanceMethod.onlyFor.${onlyFor}`)}`}
            </Text>
          </Text>
          <ol className={classes.scale} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {scale.map(({ value, anchor }) => (
              <li key={value} className={classes.step} style={{ cursor: 'auto' }}>
                <span className={classes.value}>{value}</span>
                <span>{anchor}</span>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Stack>
  );
}
