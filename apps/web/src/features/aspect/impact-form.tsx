import { Group, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, type Schemas } from '../../api/api.js';
import { ChoiceField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { impactCategories, signs } from './choices.js';

type Impact = Schemas['AspectImpactView'];
const path = '/api/v1/aspects/{id}/impacts';

/** Adds an impact to an aspect. */
export function ImpactForm({
  aspect,
  onDone,
  onClose,
}: {
  aspect: Schemas['AspectView'];
  onDone(): Promise<unknown>;
  onClose(): void;
}) {
  const { t } = useTranslation();
  return (
    <RecordForm
      inside
      name={`aspects/${aspect.id}/impact`}
      title={t('aspect.addImpact')}
      submit={t('common.add')}
      onCancel={onClose}
      empty={{ category: null as string | null, description: '', sign: aspect.sign }}
      check={({ category, description }) => ({
        ...(!category && { category: t('form.missing', { what: t('aspect.field.impactCategory') }) }),
        ...(!description.trim() && { description: t('form.missing', { what: t('aspect.field.impact') }) }),
      })}
      send={async (values, key) => {
        await api.POST(path, {
          params: { path: { id: aspect.id }, header: { 'Idempotency-Key': key } },
          body: {
            category: values.category as Impact['category'],
            sign: values.sign,
            description: values.description.trim(),
          },
        });
        await onDone();
        onClose();
      }}
    >
      {({ field }) => (
        <>
          <Group grow align="flex-start">
            <ChoiceField
              label={t('aspect.field.impactCategory')}
              required
              choices={impactCategories}
              texts="aspect.impactCategory"
              {...field('category')}
            />
            <ChoiceField
              label={t('aspect.field.sign')}
              required
              choices={signs}
              texts="aspect.sign"
              {...field('sign')}
            />
          </Group>
          <Textarea
            label={t('aspect.field.impact')}
            description={t('aspect.help.impact')}
            required
            {...field('description')}
          />
        </>
      )}
    </RecordForm>
  );
}
