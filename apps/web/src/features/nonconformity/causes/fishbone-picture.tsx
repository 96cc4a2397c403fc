import { fishboneDrawing } from '#drawing';
import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { DrawingView } from '../../../record/drawing-view.js';
import { type Fishbone, fishboneCategories } from './causes.js';
import { placed } from './outline.js';

const least = 620;

/** The fishbone as it is being written; the list beside it says the same to those who cannot see it. */
export function FishbonePicture({
  fishbone,
  problem,
  all,
}: {
  fishbone: Fishbone | null;
  problem: string;
  all: boolean;
}) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const categories = fishboneCategories
    .map((key) => ({
      label: t(`causes.fishbone.${key}`),
      causes: placed(fishbone?.categories.find((one) => one.key === key)?.causes ?? [])
        .filter(({ line }) => line.statement.trim())
        .map(({ line, depth }) => ({ text: `${'– '.repeat(depth)}${line.statement}`, state: line.state })),
    }))
    .filter(({ causes }) => all || causes.length > 0);
  if (categories.length === 0) return null;
  const count = categories.reduce((sum, { causes }) => sum + causes.length, 0);
  return (
    <div
      ref={ref}
      style={{ overflowX: 'auto', marginBottom: '1rem' }}
      tabIndex={0}
      role="region"
      aria-label={t('causes.bones')}
    >
      <div style={{ minWidth: least }}>
        {width > 0 && (
          <DrawingView
            drawing={fishboneDrawing({
              problem: fishbone?.problem ?? problem,
              categories,
              width: Math.max(least, Math.floor(width)),
            })}
            sentence={t('causes.picture', { count, problem: fishbone?.problem ?? problem })}
          />
        )}
      </div>
    </div>
  );
}
