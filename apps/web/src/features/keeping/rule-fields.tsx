import { NumberInput, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../form/fields.js';
import type { FieldOf } from '../../form/record-form.js';
import { retentionStarts } from './choices.js';

export interface RuleValues extends Record<string, unknown> {
  years: number | string;
  starts: string | null;
  basis: string;
}

/** A certification cycle and a year; a shorter time needs a basis. */
const usualYears = 4;

export const usualRule: RuleValues = { years: usualYears, starts: 'ended', basis: '' };

export const isShort = ({ years }: Pick<RuleValues, 'years'>) => Number(years) < usualYears;

/** How long, from when, and on what basis. */
export function RuleFields<V extends RuleValues>({ field, values }: { field: FieldOf<V>; values: V }) {
  const { t } = useTranslation();
  return (
    <>
      <NumberInput
        label={t('keeping.rule.field.years')}
        description={t('keeping.rule.yearsHelp', { years: usualYears })}
        required
        min={1}
        max={100}
        allowDecimal={false}
        {...field('years')}
      />
      <ChoiceField
        label={t('keeping.rule.field.starts')}
        required
        choices={retentionStarts}
        texts="keeping.rule.starts"
        {...field('starts')}
      />
      <Textarea
        label={t('keeping.rule.field.basis')}
        description={t('keeping.rule.basisHelp')}
        required={isShort(values)}
        autosize
        minRows={2}
        {...field('basis')}
      />
    </>
  );
}
