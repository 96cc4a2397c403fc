import { Alert, Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { Editable } from '../../record/editable.js';
import type { ReviewArea } from './choices.js';
import { ItemCard } from './item-card.js';
import classes from './review.module.css';
import type { ReviewItem } from './use-items.js';

const ItemForm = lazy(async () => ({ default: (await import('./item-form.js')).ItemForm }));

/** One of the four areas: what belongs to it, what was observed, or that nothing was found and how it was looked for. */
export function AreaStep({
  review,
  area,
  items,
  past,
  onChanged,
}: {
  review: Schemas['EnvironmentalReviewView'];
  area: ReviewArea;
  items: ReviewItem[];
  /** The review is shown as it was on an earlier day. */
  past: boolean;
  onChanged(): Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const running = !past && review.state === 'in_progress';
  const note = review[`${area}Note`];
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t(`review.about.${area}`)}
      </Text>
      {review.state === 'planned' && !past && (
        <Alert color="deep" variant="light" mb="sm">
          {t('review.startFirst')}
        </Alert>
      )}
      <ul className={classes.items}>
        {items.map((item) => (
          <ItemCard
            key={item.id}
            item={item}
            mayEdit={running}
            mayFollow={running || (!past && review.state === 'in_review')}
            onChanged={onChanged}
          />
        ))}
      </ul>
      {running &&
        (adding ? (
          <div className={classes.form}>
            <Suspense fallback={null}>
              <ItemForm reviewId={review.id} area={area} onDone={onChanged} onCancel={() => setAdding(false)} />
            </Suspense>
          </div>
        ) : (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('review.addItem')}
          </Button>
        ))}
      {(items.length === 0 || note) && (
        <dl style={{ margin: '0.75rem 0 0' }}>
          <Editable name={`${area}Note`} kind="text" />
        </dl>
      )}
    </>
  );
}
