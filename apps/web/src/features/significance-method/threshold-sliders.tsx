import { Group, NumberInput, SimpleGrid, Slider, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../language/format.js';
import { ChoiceNumber } from './choice-number.js';
import { withAlways, withChanges, withCriterion } from './definition-changes.js';
import { scoreRange } from './score-bar.js';
import type { MethodDefinition } from './scoring.js';

/** What decides, as sliders: from which score an aspect is significant or watched, how much each criterion weighs, what alone is enough. */
export function ThresholdSliders({
  definition,
  onChange,
}: {
  definition: MethodDefinition;
  onChange(definition: MethodDefinition): void;
}) {
  const { t } = useTranslation();
  const range = scoreRange(definition, 'adverse');
  const step = definition.kind === 'weightedMean' ? 0.1 : 1;
  return (
    <Stack gap="md">
      {range && (
        <>
          <Slide
            label={t('significanceMethod.threshold')}
            value={definition.threshold ?? range.highest}
            min={range.lowest + step}
            max={range.highest}
            step={step}
            onChange={(threshold) => onChange(withChanges(definition, { threshold }))}
          />
          {definition.watchThreshold !== undefined && (
            <Slide
              label={t('significanceMethod.watchThreshold')}
              value={definition.watchThreshold}
              min={range.lowest}
              max={range.highest}
              step={step}
              onChange={(watchThreshold) => onChange(withChanges(definition, { watchThreshold }))}
            />
          )}
        </>
      )}
      {definition.kind === 'weightedMean' &&
        definition.criteria.map((criterion, index) => (
          <Slide
            key={criterion.key}
            label={t('significanceMethod.weightOf', { name: criterion.name })}
            value={criterion.weight ?? 1}
            min={0.5}
            max={10}
            step={0.5}
            onChange={(weight) => onChange(withCriterion(definition, index, { ...criterion, weight }))}
          />
        ))}
      {definition.criteria.length > 0 && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
          {definition.criteria
            .filter(({ onlyFor }) => onlyFor !== 'beneficial')
            .map(({ key, name, scale }) => (
              <ChoiceNumber
                key={key}
                label={t('significanceMethod.alwaysOf', { name })}
                value={definition.always?.find(({ criterion }) => criterion === key)?.atLeast ?? null}
                choices={scale.slice(1).map(({ value }) => value)}
                none={t('significanceMethod.never')}
                onChange={(atLeast) => onChange(withAlways(definition, key, atLeast))}
              />
            ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}

/** A slider with the exact number beside it. */
function Slide({
  label,
  value,
  min,
  max,
  step,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange(value: number): void;
}) {
  const exact = (typed: number) => onChange(Number(typed.toFixed(2)));
  return (
    <div>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Group gap="md" wrap="nowrap">
        <Slider
          flex={1}
          size={8}
          thumbSize={24}
          min={min}
          max={max}
          step={step}
          value={value}
          label={(shown) => numberText(shown, { maximumFractionDigits: 2 })}
          thumbLabel={label}
          onChange={exact}
        />
        <NumberInput
          aria-label={label}
          w={92}
          size="sm"
          min={min}
          max={max}
          step={step}
          decimalScale={2}
          value={value}
          onChange={(typed) => typeof typed === 'number' && exact(typed)}
        />
      </Group>
    </div>
  );
}
