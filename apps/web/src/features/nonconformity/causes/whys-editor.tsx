import { Button, Checkbox, Text, Title } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed, IconFlagFilled, IconHelp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAutosaved } from '../../../record/use-autosaved.js';
import { bare, CauseFields, CauseSummary, newId, SavingLine } from './cause-fields.js';
import { CauseTree } from './cause-tree.js';
import type { Leg, WhyNode, Whys } from './causes.js';
import classes from './causes.module.css';
import { filled } from './outline.js';
import { OutlineEditor } from './outline-editor.js';

const legs = ['occurrence', 'escape'] as const satisfies Leg[];

const node = (statement = ''): WhyNode => ({
  id: newId(),
  parentId: null,
  statement,
  verified: false,
  root: false,
});

const clean = (analyses: Whys[]) =>
  analyses
    .map(({ leg, nodes }) => ({ leg, nodes: filled(nodes).map(bare) }))
    .filter(({ nodes }) => nodes.filter(({ parentId }) => parentId === null).length === 1 && nodes.length > 0);

/** Why it happened and why nobody noticed, each a tree of whys that begins with the problem. */
export function WhysEditor({ problem }: { problem: string }) {
  const { t } = useTranslation();
  const { value, change, flush, state, problem: refusal, readOnly } = useAutosaved<Whys[]>('fiveWhys', [], clean);
  const setLeg = (leg: Leg, nodes: WhyNode[]) =>
    change(
      value.some((one) => one.leg === leg)
        ? value.map((one) => (one.leg === leg ? { leg, nodes } : one))
        : [...value, { leg, nodes }],
    );
  const begin = (leg: Leg) => {
    const start = node(problem);
    setLeg(leg, [start, { ...node(), parentId: start.id }]);
  };
  return (
    <div data-field="fiveWhys">
      {legs.map((leg) => {
        const nodes = value.find((one) => one.leg === leg)?.nodes ?? [];
        return (
          <section key={leg} className={classes.leg} aria-label={t(`causes.leg.${leg}`)}>
            <Title order={3} size="0.92rem" mb={4}>
              {t(`causes.leg.${leg}`)}
            </Title>
            {nodes.length === 0 ? (
              readOnly ? (
                <Text size="sm" c="dimmed">
                  {t('causes.notAsked')}
                </Text>
              ) : (
                <Button size="xs" variant="default" onClick={() => begin(leg)}>
                  {t('causes.begin')}
                </Button>
              )
            ) : readOnly ? (
              <CauseTree causes={nodes} mark={mark} word={({ root }) => (root ? t('causes.root') : null)} />
            ) : (
              <OutlineEditor
                lines={nodes}
                onChange={(next) => setLeg(leg, next)}
                onLeave={flush}
                blank={node}
                label={t(`causes.leg.${leg}`)}
                placeholder={(depth) => t(depth === 0 ? 'causes.problem' : 'causes.why')}
                mark={mark}
                summary={(line) => <CauseSummary cause={line} />}
                top={1}
                details={(line, set, depth) =>
                  depth > 0 && (
                    <>
                      <Checkbox
                        size="xs"
                        label={t('causes.verified')}
                        checked={line.verified}
                        onChange={({ currentTarget: { checked } }) =>
                          set({ verified: checked, root: line.root && checked })
                        }
                      />
                      <Checkbox
                        size="xs"
                        label={t('causes.root')}
                        checked={line.root}
                        onChange={({ currentTarget: { checked } }) =>
                          set({ root: checked, verified: line.verified || checked })
                        }
                      />
                      <CauseFields cause={line} set={set} />
                    </>
                  )
                }
              />
            )}
          </section>
        );
      })}
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

function mark({ root, verified, parentId }: WhyNode) {
  if (root) return <IconFlagFilled size={18} aria-hidden className={classes.root} />;
  if (verified) return <IconCircleCheckFilled size={18} aria-hidden className={classes.verified} />;
  return parentId === null ? <IconHelp size={18} aria-hidden /> : <IconCircleDashed size={18} aria-hidden />;
}
