import { Button, SegmentedControl, Text, Title } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleX, IconHelpCircle, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAutosaved } from '../../../record/use-autosaved.js';
import { bare, CauseFields, CauseSummary, newId, SavingLine } from './cause-fields.js';
import { CauseTree } from './cause-tree.js';
import { type Fishbone, type FishboneCause, fishboneCategories } from './causes.js';
import classes from './causes.module.css';
import { FishbonePicture } from './fishbone-picture.js';
import { filled } from './outline.js';
import { OutlineEditor } from './outline-editor.js';

type Key = (typeof fishboneCategories)[number];
const states = ['suspected', 'confirmed', 'rejected'] as const satisfies FishboneCause['state'][];

const cause = (): FishboneCause => ({ id: newId(), parentId: null, statement: '', state: 'suspected' });

const clean = (fishbone: Fishbone | null) => {
  if (!fishbone) return null;
  const categories = fishbone.categories
    .map(({ key, causes }) => ({ key, causes: filled(causes).map(bare) }))
    .filter(({ causes }) => causes.length > 0);
  return categories.length > 0 ? { ...fishbone, categories } : null;
};

/** Causes written down by category as indented lists, drawn as a fishbone above them. */
export default function FishboneEditor({ problem }: { problem: string }) {
  const { t } = useTranslation();
  const {
    value,
    change,
    flush,
    state,
    problem: refusal,
    readOnly,
  } = useAutosaved<Fishbone | null>('ishikawa', null, clean);
  const causesOf = (key: Key) => value?.categories.find((one) => one.key === key)?.causes ?? [];
  const set = (key: Key, causes: FishboneCause[]) =>
    change({
      problem: value?.problem ?? problem,
      categories: fishboneCategories
        .map((one) => ({ key: one, causes: one === key ? causes : causesOf(one) }))
        .filter((one) => one.causes.length > 0),
    });
  return (
    <div data-field="ishikawa">
      <FishbonePicture fishbone={value} problem={problem} all={!readOnly} />
      <div className={classes.categories}>
        {fishboneCategories.map((key) => {
          const causes = causesOf(key);
          const name = t(`causes.fishbone.${key}`);
          return (
            <section key={key} aria-label={name}>
              <Title order={3} size="0.92rem">
                {name}
              </Title>
              {readOnly ? (
                <CauseTree causes={causes} mark={mark} word={({ state: one }) => t(`causes.states.${one}`)} />
              ) : (
                <>
                  <OutlineEditor
                    lines={causes}
                    onChange={(next) => set(key, next)}
                    onLeave={flush}
                    blank={cause}
                    label={name}
                    placeholder={() => t('causes.cause')}
                    mark={mark}
                    summary={(line) => <CauseSummary cause={line} />}
                    details={(line, change) => (
                      <>
                        <SegmentedControl
                          size="xs"
                          aria-label={t('causes.state')}
                          value={line.state}
                          onChange={(next) => change({ state: next })}
                          data={states.map((one) => ({ value: one, label: t(`causes.states.${one}`) }))}
                        />
                        <CauseFields cause={line} set={change} />
                      </>
                    )}
                  />
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    leftSection={<IconPlus size={14} aria-hidden />}
                    aria-label={t('causes.addTo', { what: name })}
                    onClick={({ currentTarget }) => {
                      const line = cause();
                      set(key, [...causes, line]);
                      const { parentElement } = currentTarget;
                      setTimeout(() => parentElement?.querySelector<HTMLElement>(`[data-line="${line.id}"]`)?.focus());
                    }}
                  >
                    {t('causes.add')}
                  </Button>
                </>
              )}
            </section>
          );
        })}
      </div>
      {!readOnly && (
        <>
          <SavingLine state={state} problem={refusal} onRetry={flush} />
          <Text size="xs" c="dimmed">
            {t('causes.keys')}
          </Text>
        </>
      )}
    </div>
  );
}

function mark({ state }: FishboneCause) {
  if (state === 'confirmed') return <IconCircleCheckFilled size={18} aria-hidden className={classes.root} />;
  return state === 'rejected' ? <IconCircleX size={18} aria-hidden /> : <IconHelpCircle size={18} aria-hidden />;
}
