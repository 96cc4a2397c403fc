import { Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { RecordLink } from '../../record/badges.js';
import { dayText } from '../../language/format.js';
import { confirmedCauses } from './causes/causes.js';
import { nonconformityStates } from './choices.js';
import classes from './nonconformity.module.css';
import { type Case, useActions, useChecks, useSources } from './use-case.js';

interface Link {
  key: string;
  words: ReactNode;
  /** It is there; it is due and missing; its time has not come; it was decided that it is not needed. */
  is: 'there' | 'gap' | 'later' | 'unneeded';
  part: string;
}

/** From the source over cause, action and check to the effect; what should be there and is not stands out. */
export function LoopLine({ record }: { record: Case }) {
  const { t } = useTranslation();
  const actions = useActions(record.id).filter(({ cycle, state }) => cycle === record.cycle && state !== 'cancelled');
  const [check] = useChecks(record.id)
    .filter(({ cycle }) => cycle === record.cycle)
    .slice(-1);
  const { findings, complaints, outputs } = useSources(record.id);
  const causes = confirmedCauses(record);
  const uncovered = causes.filter(
    ({ id }) =>
      !actions.some(({ causeId }) => causeId === id) && !record.acceptedCauses.some(({ causeId }) => causeId === id),
  );
  const past = (state: (typeof nonconformityStates)[number]) =>
    record.state !== 'rejected' && nonconformityStates.indexOf(record.state) > nonconformityStates.indexOf(state);
  const of = (there: boolean, due: boolean): Link['is'] =>
    there ? 'there' : record.correctionOnly || record.state === 'rejected' ? 'unneeded' : due ? 'gap' : 'later';
  const accepted = actions.filter(({ state }) => state === 'accepted').length;
  const sources = [
    ...findings.map(({ id }) => ({ type: 'finding', id })),
    ...complaints.map(({ id }) => ({ type: 'complaint', id })),
    ...outputs.map(({ id }) => ({ type: 'nonconforming_output', id })),
  ];
  const links: Link[] = [
    {
      key: 'source',
      part: 'found',
      is: 'there',
      words:
        sources.length > 0
          ? sources.map(({ type, id }) => (
              <span key={id} className={classes.source}>
                <RecordLink type={type} id={id} />
              </span>
            ))
          : t(`nonconformity.source.${record.source}`),
    },
    {
      key: 'cause',
      part: 'causes',
      is: of(causes.length > 0, past('analysis')),
      words: causes.length > 0 ? t('nonconformity.loop.causes', { count: causes.length }) : null,
    },
    {
      key: 'action',
      part: 'actions',
      is: of(actions.length > 0 && !(uncovered.length > 0 && past('planning')), past('planning')),
      words:
        uncovered.length > 0 && past('analysis')
          ? t('nonconformity.loop.uncovered', { count: uncovered.length })
          : actions.length > 0
            ? t('nonconformity.loop.actions', { accepted, count: actions.length })
            : null,
    },
    {
      key: 'check',
      part: 'effectiveness',
      is: of(Boolean(check), record.state === 'closed' || (past('planning') && !record.effectivenessCheckOn)),
      words: check
        ? dayText(check.checkedOn)
        : record.effectivenessCheckOn && t('nonconformity.loop.planned', { day: dayText(record.effectivenessCheckOn) }),
    },
    {
      key: 'effect',
      part: 'effectiveness',
      is: of(check?.result === 'effective', Boolean(check)),
      words: check ? t(`nonconformity.result.${check.result}`) : null,
    },
  ];
  return (
    <nav aria-label={t('nonconformity.loop.title')}>
      <ol className={classes.loop}>
        {links.map(({ key, words, is, part }) => (
          <li key={key} data-is={is}>
            <Text component="a" href={`#${part}`} size="xs" fw={650} className={classes.loopName}>
              {t(`nonconformity.loop.${key}`)}
            </Text>
            <span className={classes.loopWords}>
              {words ?? t(`nonconformity.loop.${is}`)}
              {is === 'gap' && words && <VisuallyHidden>{t('nonconformity.loop.gap')}</VisuallyHidden>}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
