import { useTranslation } from 'react-i18next';
import { numberText } from '../../language/format.js';
import classes from './scoring.module.css';
import { criteriaFor, type MethodDefinition, scoreOf, type Sign } from './scoring.js';

/** Where the scores of a method begin and end for a sign, and where they begin to count; null for a method without scores. */
export function scoreRange(method: MethodDefinition, sign: Sign) {
  const criteria = criteriaFor(method, sign);
  const lowest = scoreOf(method, criteria, ({ scale }) => Math.min(...scale.map(({ value }) => value)));
  const highest = scoreOf(method, criteria, ({ scale }) => Math.max(...scale.map(({ value }) => value)));
  const { threshold, watchThreshold } = sign === 'beneficial' ? (method.beneficial ?? {}) : method;
  return lowest === null || highest === null ? null : { lowest, highest, threshold, watchThreshold };
}

/** A score between the lowest and the highest, with the marks from which it is watched and significant. */
export function ScoreBar({ method, sign, score }: { method: MethodDefinition; sign: Sign; score: number | null }) {
  const { t } = useTranslation();
  const range = scoreRange(method, sign);
  if (!range) return null;
  const { lowest, highest, threshold, watchThreshold } = range;
  const at = (value: number) => `${Math.min(100, Math.max(0, ((value - lowest) / (highest - lowest || 1)) * 100))}%`;
  const apart = ((threshold ?? highest) - (watchThreshold ?? lowest)) / (highest - lowest || 1);
  const close =
    watchThreshold === undefined ? undefined : apart < 0.12 ? 'always' : apart < 0.35 ? 'narrow' : undefined;
  const mark = (value: number | undefined, kind: 'limit' | 'watch') =>
    value !== undefined && (
      <span
        className={classes.mark}
        data-kind={kind}
        data-close={close}
        data-end={parseFloat(at(value)) > 65 || undefined}
        style={{ insetInlineStart: at(value) }}
      >
        {t(`scoring.${kind}`, { value: numberText(value) })}
      </span>
    );
  return (
    <div
      className={classes.bar}
      role="img"
      aria-label={t('scoring.bar', {
        score: score === null ? '—' : numberText(score),
        lowest: numberText(lowest),
        highest: numberText(highest),
        limit: threshold === undefined ? '—' : numberText(threshold),
      })}
    >
      <div className={classes.track}>
        {threshold !== undefined && <div className={classes.over} style={{ insetInlineStart: at(threshold) }} />}
        {score !== null && (
          <div
            className={classes.reached}
            data-over={(threshold !== undefined && score >= threshold) || undefined}
            style={{ width: at(score) }}
          />
        )}
      </div>
      {mark(watchThreshold, 'watch')}
      {mark(threshold, 'limit')}
    </div>
  );
}
