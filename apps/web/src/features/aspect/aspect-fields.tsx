import { Fieldset, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { ChoiceField, PersonField, ProcessField, SiteField } from '../../form/fields.js';
import type { FieldOf } from '../../form/record-form.js';
import { categories, conditions, impactCategories, influence, lifeCycleStages, signs, times } from './choices.js';

type Body = Schemas['RegisterAspect'];

/** What is typed for a new aspect. */
export interface AspectValues extends Record<string, unknown> {
  activity: string;
  title: string;
  category: string | null;
  condition: string | null;
  time: string | null;
  lifeCycleStage: string | null;
  control: string | null;
  sign: string | null;
  siteId: string | null;
  processId: string | null;
  ownerId: string | null;
  impactCategory: string | null;
  impact: string;
}

/** A usual aspect: harmful, in daily work, of our own making. */
export const emptyAspect = (siteId: string | null, activity = ''): AspectValues => ({
  activity,
  title: '',
  category: null,
  condition: 'normal',
  time: 'present',
  lifeCycleStage: 'production',
  control: 'direct',
  sign: 'adverse',
  siteId,
  processId: null,
  ownerId: null,
  impactCategory: null,
  impact: '',
});

/** What is missing, by field. */
export function checkAspect(values: AspectValues): Partial<Record<keyof AspectValues & string, string>> {
  const missing = (name: string) => i18next.t('form.missing', { what: i18next.t(`aspect.field.${name}`) });
  const needed = ['activity', 'title', 'category', 'condition', 'time', 'lifeCycleStage', 'control', 'sign'] as const;
  return {
    ...Object.fromEntries(needed.filter((name) => !values[name]?.trim()).map((name) => [name, missing(name)])),
    ...(values.impact.trim() && !values.impactCategory && { impactCategory: missing('impactCategory') }),
    ...(values.impactCategory && !values.impact.trim() && { impact: missing('impact') }),
  };
}

/** The request; the values were checked. */
export const aspectBody = ({ impactCategory, impact, ...values }: AspectValues): Body => ({
  ...(values as unknown as Body),
  impacts: impactCategory
    ? [
        {
          category: impactCategory as 'nuisance',
          description: impact.trim(),
          sign: values.sign as Body['sign'],
        },
      ]
    : [],
});

/** The fields of a new aspect, also where an observation of a review becomes one. */
export function AspectFields({ field, fixedSite }: { field: FieldOf<AspectValues>; fixedSite?: boolean }) {
  const { t } = useTranslation();
  const label = (name: string) => t(`aspect.field.${name}`);
  return (
    <>
      <TextInput
        label={label('activity')}
        description={t('aspect.help.activity')}
        required
        maxLength={500}
        data-autofocus
        {...field('activity')}
      />
      <TextInput
        label={label('title')}
        description={t('aspect.help.title')}
        required
        maxLength={500}
        {...field('title')}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ChoiceField
          label={label('category')}
          required
          choices={categories}
          texts="aspect.category"
          {...field('category')}
        />
        <ChoiceField
          label={label('condition')}
          required
          choices={conditions}
          texts="aspect.conditionLong"
          {...field('condition')}
        />
        <ChoiceField
          label={label('lifeCycleStage')}
          required
          choices={lifeCycleStages}
          texts="aspect.lifeCycleStage"
          {...field('lifeCycleStage')}
        />
        <ChoiceField
          label={label('control')}
          required
          choices={influence}
          texts="aspect.controlLong"
          {...field('control')}
        />
        <ChoiceField label={label('time')} required choices={times} texts="aspect.time" {...field('time')} />
        <ChoiceField label={label('sign')} required choices={signs} texts="aspect.sign" {...field('sign')} />
        {!fixedSite && <SiteField label={label('siteId')} description={t('aspect.help.siteId')} {...field('siteId')} />}
        <ProcessField label={label('processId')} {...field('processId')} />
        <PersonField label={label('ownerId')} {...field('ownerId')} />
      </SimpleGrid>
      <Fieldset legend={t('aspect.firstImpact')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <ChoiceField
            label={label('impactCategory')}
            choices={impactCategories}
            texts="aspect.impactCategory"
            empty={t('common.none')}
            {...field('impactCategory')}
          />
          <Textarea label={label('impact')} description={t('aspect.help.impact')} minRows={1} {...field('impact')} />
        </SimpleGrid>
      </Fieldset>
    </>
  );
}
