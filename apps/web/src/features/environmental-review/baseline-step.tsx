import { NumberInput, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { ChoiceField } from '../../form/fields.js';
import { numberText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { EditableRows } from '../../record/editable-rows.js';
import { baselineSubjects, dataQualities } from './choices.js';
import classes from './review.module.css';

type Figure = Schemas['BaselineFigure'];
const path = '/api/v1/environmental-reviews/{id}';

/** What the site used and gave off in the period, beside the same figures of the review before. */
export function BaselineStep({ review }: { review: Schemas['EnvironmentalReviewView'] }) {
  const { t } = useTranslation();
  const { data: previous } = useQuery({
    queryKey: [path, review.previousReviewId, 'now'],
    queryFn: () => answer(api.GET(path, { params: { path: { id: review.previousReviewId! } } })),
    enabled: review.previousReviewId !== null,
  });
  const before = ({ what, description, unit }: Figure) =>
    previous?.baseline.find((one) => one.what === what && one.description === description && one.unit === unit);
  const label = (name: string) => t(`review.figure.${name}`);
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('review.about.baseline')}
      </Text>
      <EditableRows<Figure>
        name="baseline"
        blank={{
          what: 'energy',
          description: '',
          quantity: 0,
          unit: '',
          period: review.periodFrom?.slice(0, 4) ?? '',
          quality: 'measured',
          source: '',
        }}
        ready={({ description, unit, period, source }) =>
          [description, unit, period, source].every((text) => text.trim() !== '')
        }
        add={t('review.addFigure')}
        empty={t('review.noFigure')}
        show={(figure) => <Shown figure={figure} before={before(figure)} />}
      >
        {(row, set) => (
          <>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <ChoiceField
                label={label('what')}
                choices={baselineSubjects}
                texts="review.subject"
                value={row.what}
                onChange={(what) => set({ what: (what ?? 'other') as Figure['what'] })}
              />
              <TextInput
                label={label('description')}
                required
                value={row.description}
                onChange={(event) => set({ description: event.currentTarget.value })}
              />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 2, sm: 4 }}>
              <NumberInput
                label={label('quantity')}
                required
                min={0}
                value={row.quantity}
                onChange={(quantity) => typeof quantity === 'number' && set({ quantity })}
              />
              <TextInput
                label={label('unit')}
                required
                value={row.unit}
                onChange={(event) => set({ unit: event.currentTarget.value })}
              />
              <TextInput
                label={label('period')}
                required
                value={row.period}
                onChange={(event) => set({ period: event.currentTarget.value })}
              />
              <ChoiceField
                label={label('quality')}
                choices={dataQualities}
                texts="review.quality"
                value={row.quality}
                onChange={(quality) => set({ quality: (quality ?? 'estimated') as Figure['quality'] })}
              />
            </SimpleGrid>
            <TextInput
              label={label('source')}
              required
              value={row.source}
              onChange={(event) => set({ source: event.currentTarget.value })}
            />
          </>
        )}
      </EditableRows>
    </>
  );
}

function Shown({ figure, before }: { figure: Figure; before: Figure | undefined }) {
  const { t } = useTranslation();
  const change = before && before.quantity > 0 ? figure.quantity / before.quantity - 1 : null;
  return (
    <span className={classes.figure}>
      <Badge>{t(`review.subject.${figure.what}`)}</Badge>
      <span style={{ flex: '1 1 10rem' }}>{figure.description}</span>
      <strong className="tabular">
        {numberText(figure.quantity)} {figure.unit}
      </strong>
      <Text span size="sm" c="dimmed">
        {figure.period} · {t(`review.quality.${figure.quality}`)} · {figure.source}
      </Text>
      {before && (
        <Text span size="sm">
          {t('review.before', {
            quantity: numberText(before.quantity),
            unit: before.unit,
            period: before.period,
            change:
              change === null
                ? '—'
                : numberText(change, { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 1 }),
          })}
        </Text>
      )}
    </span>
  );
}
