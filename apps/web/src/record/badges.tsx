import { IconAlertTriangle, IconCalendar } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel } from '../api/labels.js';
import { dayText, daysBetween, today } from '../language/format.js';
import classes from './badges.module.css';

export type Tone = 'neutral' | 'info' | 'warn' | 'alarm' | 'good' | 'work';

/** What each state feels like; the word says it, the colour only helps. */
const tones: Record<string, Tone> = {
  draft: 'neutral',
  planned: 'info',
  open: 'info',
  received: 'info',
  registered: 'info',
  acknowledged: 'info',
  assessed: 'work',
  answered: 'work',
  prepared: 'info',
  queued: 'info',
  running: 'work',
  in_progress: 'work',
  containment: 'warn',
  analysis: 'work',
  planning: 'work',
  implementation: 'work',
  effectiveness: 'work',
  returned: 'warn',
  postponed: 'warn',
  done: 'good',
  accepted: 'good',
  approved: 'good',
  closed: 'good',
  completed: 'good',
  published: 'good',
  ready: 'good',
  issued: 'good',
  confirmed: 'info',
  rejected: 'neutral',
  cancelled: 'neutral',
  voided: 'neutral',
  retired: 'neutral',
  failed: 'alarm',
  minor: 'warn',
  major: 'alarm',
  critical: 'alarm',
  low: 'neutral',
  medium: 'warn',
  high: 'alarm',
};

/** A short word on a coloured ground. */
export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children: React.ReactNode }) => (
  <span className={classes.badge} data-tone={tone}>
    {children}
  </span>
);

/** A state or grade by its key; `texts` is where its words stand. */
export function StateBadge({ value, texts, tone }: { value: string | null; texts: string; tone?: Tone }) {
  const { t } = useTranslation();
  return value ? <Badge tone={tone ?? tones[value] ?? 'neutral'}>{t(`${texts}.${value}`)}</Badge> : null;
}

/** When something is due, and in words when that has passed. */
export function Due({ on, overdue }: { on: string | null; overdue?: boolean }) {
  const { t } = useTranslation();
  if (!on) return null;
  const days = daysBetween(today(), on);
  return (
    <span className={classes.due} data-overdue={overdue || undefined}>
      {overdue ? <IconAlertTriangle size={14} aria-hidden /> : <IconCalendar size={14} aria-hidden />}
      {overdue ? t('due.overdue', { count: Math.max(1, -days) }) : days === 0 ? t('due.today') : dayText(on)}
    </span>
  );
}

/** The name behind an id. */
export function Named({ type, id }: { type: string; id: string | null | undefined }) {
  const label = useLabel(type, id);
  return <>{id ? (label?.label ?? (label === null ? '—' : '…')) : '—'}</>;
}

/** The address of a record's page; the collections of the API and of the app have the same names. */
export const pageOf = ({ path, reference, id }: { path: string; reference: string | null; id: string }): string =>
  `/${path}/${reference ?? id}`;

/** The name behind an id as a way to its page; only a name where the person may not see more. */
export function RecordLink({ type, id }: { type: string; id: string | null | undefined }) {
  const label = useLabel(type, id);
  if (!id || !label) return <Named type={type} id={id} />;
  return (
    <Link className={classes.link} to={pageOf(label)}>
      {label.label}
    </Link>
  );
}

/** Clauses as short links into the register of the same clause. */
export function Clauses({ clauses }: { clauses: readonly string[] }) {
  return (
    <span className={classes.clauses}>
      {clauses.length === 0
        ? '—'
        : clauses.map((clause) => {
            const [standard, number] = clause.split(' / ');
            return (
              <span key={clause} title={clause}>
                {number} <small>{standard?.replace('ISO ', '')}</small>
              </span>
            );
          })}
    </span>
  );
}
