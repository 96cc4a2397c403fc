import { Group, Input, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { ClausesField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { ratings, type ReviewArea } from './choices.js';
import type { ReviewItem } from './use-items.js';

/** Writes down one observation of an area, where it is made. */
export function ItemForm({
  reviewId,
  area,
  onDone,
  onCancel,
}: {
  reviewId: string;
  area: ReviewArea;
  onDone(): Promise<unknown>;
  onCancel(): void;
}) {
  const { t } = useTranslation();
  const field = (name: string) => t(`review.item.${name}`);
  return (
    <RecordForm
      inside
      name={`environmental-reviews/${reviewId}/${area}`}
      title={t('review.addItem')}
      submit={t('review.recordItem')}
      onCancel={onCancel}
      empty={{
        observation: '',
        rating: 'medium',
        quantity: '',
        unit: '',
        evidence: '',
        clauses: [] as string[],
      }}
      check={({ observation, quantity, unit }) => ({
        ...(!observation.trim() && { observation: t('form.missing', { what: field('observation') }) }),
        ...(quantity !== '' && !unit.trim() && { unit: t('form.missing', { what: field('unit') }) }),
      })}
      send={async (values, key) => {
        await api.POST('/api/v1/environmental-reviews/{id}/items', {
          params: { path: { id: reviewId }, header: { 'Idempotency-Key': key } },
          body: {
            area,
            observation: values.observation.trim(),
            rating: values.rating as ReviewItem['rating'],
            quantity: values.quantity === '' ? null : Number(values.quantity),
            unit: values.unit.trim() || null,
            evidence: values.evidence.trim() || null,
            clauses: values.clauses,
          },
        });
        await onDone();
      }}
    >
      {({ field: input }) => (
        <>
          <Textarea
            label={field('observation')}
            description={t(`review.hint.${area}`)}
            required
            maxLength={2000}
            {...input('observation')}
          />
          <Input.Wrapper label={field('rating')} labelElement="div">
            <div>
              <SegmentedControl
                aria-label={field('rating')}
                data={ratings.map((value) => ({ value, label: t(`review.rating.${value}`) }))}
                {...input('rating')}
              />
            </div>
          </Input.Wrapper>
          <Group grow align="flex-start">
            <NumberInput label={field('quantity')} {...input('quantity')} />
            <TextInput label={field('unit')} placeholder="t / a" maxLength={30} {...input('unit')} />
          </Group>
          <Textarea
            label={field('evidence')}
            description={t('review.help.evidence')}
            minRows={1}
            {...input('evidence')}
          />
          <ClausesField label={field('clauses')} disciplines={['environment']} {...input('clauses')} />
        </>
      )}
    </RecordForm>
  );
}
