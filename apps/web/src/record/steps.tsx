import { IconCheck } from '@tabler/icons-react';
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './record.module.css';

/** The states of a record as a line; `state` is where it is. A state that is not on the line (rejected, cancelled) shows none as reached. */
export function Steps({ states, state, texts }: { states: readonly string[]; state: string; texts: string }) {
  const { t } = useTranslation();
  const at = states.indexOf(state);
  const last = states.length - 1;
  return (
    <ol className={classes.steps} aria-label={t('record.steps')} tabIndex={0}>
      {states.map((one, index) => {
        const done = index < at || (index === at && at === last);
        return (
          <li
            key={one}
            className={classes.step}
            data-done={done || undefined}
            aria-current={index === at && !done ? 'step' : undefined}
          >
            <span className={classes.dot} aria-hidden>
              {done ? <IconCheck size={15} stroke={3} /> : index + 1}
            </span>
            <span>{t(`${texts}.${one}`)}</span>
            {done && <VisuallyHidden>{t('record.stepDone')}</VisuallyHidden>}
          </li>
        );
      })}
    </ol>
  );
}
