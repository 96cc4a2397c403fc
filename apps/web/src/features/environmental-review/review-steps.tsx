import { Button, Group, VisuallyHidden } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconCheck } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { Editable } from '../../record/editable.js';
import { EditableList } from '../../record/editable-list.js';
import { Section } from '../../record/record-page.js';
import { AreaStep } from './area-step.js';
import { reviewAreas, type ReviewArea, reviewMethods } from './choices.js';
import classes from './review.module.css';
import { useItems } from './use-items.js';

type Review = Schemas['EnvironmentalReviewView'];
const BaselineStep = lazy(async () => ({ default: (await import('./baseline-step.js')).BaselineStep }));
const steps = ['frame', ...reviewAreas, 'baseline', 'conclusions'] as const;
type Step = (typeof steps)[number];
/** The fields that are filled in at each step, so that a refusal that names one leads there. */
const fieldsOf: Record<Step, string> = {
  frame: 'scope periodFrom periodTo methods sources teamIds',
  aspects: 'aspectsNote',
  obligations: 'obligationsNote',
  practices: 'practicesNote',
  incidents: 'incidentsNote',
  baseline: 'baseline',
  conclusions: 'conclusions priorities',
};
const isArea = (step: Step): step is ReviewArea => reviewAreas.some((area) => area === step);

/** The review as a way through: what is looked at, the four areas, the figures, the conclusions. Which step is in the address. */
export function ReviewSteps({ review, asOf, onChanged }: { review: Review; asOf: string | null; onChanged(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '__root__' });
  const { items = [], changed } = useItems(review.id, asOf);
  const itemsChanged = async () => {
    await changed();
    onChanged();
  };
  const countOf = (area: ReviewArea) => items.filter((item) => item.area === area).length;
  const isDone = (step: Step): boolean => {
    if (isArea(step)) return countOf(step) > 0 || review[`${step}Note`] !== null;
    if (step === 'frame') return review.methods.length > 0 && review.periodFrom !== null && review.periodTo !== null;
    return step === 'baseline' ? review.baseline.length > 0 : review.conclusions !== null;
  };
  const asked = (search as Record<string, string>)['step'];
  const current = steps.find((step) => step === asked) ?? steps.find((step) => !isDone(step)) ?? 'frame';
  const at = steps.indexOf(current);
  const open = (step: Step) => void navigate({ to: '.', search: { ...search, step } as never, replace: true });
  const done = steps.filter(isDone).length;
  return (
    <>
      <nav aria-label={t('review.steps')} className={classes.steps}>
        {steps.map((step, index) => (
          // What stands on the open step is found there.
          <span key={step} data-field={step === current ? undefined : fieldsOf[step]}>
            <button
              type="button"
              data-begin
              className={classes.step}
              aria-current={step === current ? 'step' : undefined}
              data-done={isDone(step) || undefined}
              onClick={() => open(step)}
            >
              <span className={classes.dot} aria-hidden>
                {isDone(step) ? <IconCheck size={14} stroke={3} /> : index + 1}
              </span>
              <span>
                {t(`review.step.${step}`)}
                {isArea(step) && countOf(step) > 0 && ` (${countOf(step)})`}
              </span>
              {isDone(step) && <VisuallyHidden>{t('record.stepDone')}</VisuallyHidden>}
            </button>
          </span>
        ))}
      </nav>
      <Section title={t(`review.step.${current}`)} actions={t('review.progress', { done, of: steps.length })}>
        {current === 'frame' && (
          <dl style={{ margin: 0 }}>
            <Editable name="scope" kind="text" />
            <Editable name="periodFrom" kind="day" />
            <Editable name="periodTo" kind="day" />
            <EditableList name="methods" kind="choices" choices={reviewMethods} texts="review.method" />
            <EditableList name="sources" kind="lines" />
            <EditableList name="teamIds" kind="people" />
          </dl>
        )}
        {isArea(current) && (
          <AreaStep
            key={current}
            review={review}
            area={current}
            items={items.filter(({ area }) => area === current)}
            past={asOf !== null}
            onChanged={itemsChanged}
          />
        )}
        <Suspense fallback={null}>{current === 'baseline' && <BaselineStep review={review} />}</Suspense>
        {current === 'conclusions' && (
          <dl style={{ margin: 0 }}>
            <Editable name="conclusions" kind="text" />
            <EditableList name="priorities" kind="lines" />
          </dl>
        )}
        <Group justify="space-between" mt="md">
          {at > 0 ? (
            <Button
              variant="subtle"
              size="xs"
              leftSection={<IconArrowLeft size={14} aria-hidden />}
              onClick={() => open(steps[at - 1]!)}
            >
              {t(`review.step.${steps[at - 1]!}`)}
            </Button>
          ) : (
            <span />
          )}
          {at < steps.length - 1 && (
            <Button
              variant="default"
              size="xs"
              rightSection={<IconArrowRight size={14} aria-hidden />}
              onClick={() => open(steps[at + 1]!)}
            >
              {t(`review.step.${steps[at + 1]!}`)}
            </Button>
          )}
        </Group>
      </Section>
    </>
  );
}
