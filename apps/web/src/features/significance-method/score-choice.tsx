import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../language/format.js';
import classes from './scoring.module.css';
import type { AlwaysRule, Criterion, Gate } from './scoring.js';

/** One criterion with its steps in words; the one that is chosen, the one of last time, and those that alone are enough. */
export function ScoreChoice({
  criterion: { key, name, weight, scale },
  value,
  last,
  always,
  onChange,
}: {
  criterion: Criterion;
  value: number | undefined;
  last: number | undefined;
  always: AlwaysRule | undefined;
  onChange(value: number): void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.criterion}>
      <legend>
        {name} ({key}){weight !== undefined && <small>{t('scoring.weight', { weight: numberText(weight) })}</small>}
        {always && <small>{t('scoring.always', { value: always.atLeast })}</small>}
      </legend>
      <div className={classes.scale}>
        {scale.map((step) => (
          <label key={step.value} className={classes.step}>
            <input
              type="radio"
              name={`score-${key}`}
              value={step.value}
              checked={value === step.value}
              onChange={() => onChange(step.value)}
            />
            <span className={classes.value}>
              {step.value}
              {value === step.value ? (
                <IconCheck size={16} stroke={3} aria-hidden />
              ) : last === step.value ? (
                <small>{t('scoring.last')}</small>
              ) : (
                always &&
                step.value >= always.atLeast && <IconAlertTriangle size={15} aria-label={t('scoring.enough')} />
              )}
            </span>
            <span>{step.anchor}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A question that alone decides when it is answered yes. */
export function GateChoice({
  gate: { key, question, legal },
  value,
  last,
  onChange,
}: {
  gate: Gate;
  value: boolean | undefined;
  last: boolean | undefined;
  onChange(value: boolean): void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.criterion}>
      <legend>
        {question} ({key})<small>{t(legal ? 'scoring.legal' : 'scoring.gate')}</small>
      </legend>
      <div className={classes.scale} style={{ maxWidth: '20rem' }}>
        {[false, true].map((answer) => (
          <label key={String(answer)} className={classes.step}>
            <input type="radio" name={`gate-${key}`} checked={value === answer} onChange={() => onChange(answer)} />
            <span className={classes.value}>
              {t(answer ? 'common.yes' : 'common.no')}
              {value === answer ? (
                <IconCheck size={16} stroke={3} aria-hidden />
              ) : (
                last === answer && <small>{t('scoring.last')}</small>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
