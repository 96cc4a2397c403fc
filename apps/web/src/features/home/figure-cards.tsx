import { sparklineDrawing } from '#drawing';
import { Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconClipboardCheck, IconFlag, IconRepeat } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { dayText, numberText } from '../../language/format.js';
import { DrawingView } from '../../record/drawing-view.js';
import { useScope } from '../../shell/scope.js';
import { hrefOf } from './figure-link.js';
import classes from './home.module.css';

/** The general scope as the figures take it. */
export function useFigureQuery() {
  const [{ siteId, discipline }] = useScope();
  return { ...(siteId && { siteId }), ...(discipline && { discipline }) };
}

const percent = (share: number | null) =>
  share === null ? '—' : numberText(share, { style: 'percent', maximumFractionDigits: 0 });

/** Four numbers with what they were a month ago; each opens the list behind it. */
export default function FigureCards() {
  const { t } = useTranslation();
  const query = useFigureQuery();
  const { data } = useQuery({
    queryKey: ['/api/v1/figures/summary', query],
    queryFn: () => answer(api.GET('/api/v1/figures/summary', { params: { query } })),
  });
  if (!data)
    return (
      <div className={classes.figures}>
        {[1, 2, 3, 4].map((one) => (
          <Skeleton key={one} height={140} radius="md" />
        ))}
      </div>
    );
  const { open, overdue, audits, repeats } = data;
  const than = (now: number, before: number) =>
    now === before ? t('home.same') : t(now > before ? 'home.more' : 'home.fewer', { count: Math.abs(now - before) });
  const severe = overdue.severe.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={classes.figures}>
      <Card
        icon={IconFlag}
        name={t('home.open')}
        value={numberText(open.count)}
        note={`${than(open.count, open.earlier.count)} · ${t('home.since', { day: dayText(open.earlier.day) })}`}
        href={hrefOf(open.query)}
        values={open.points.map(({ count }) => count)}
        help={t('home.openHelp')}
      />
      <Card
        icon={IconAlertTriangle}
        name={t('home.overdue')}
        value={numberText(overdue.count)}
        note={severe > 0 ? t('home.severe', { count: severe }) : than(overdue.count, overdue.earlier.count)}
        href={hrefOf(overdue.query)}
        values={overdue.points.map(({ count }) => count)}
        alarm={overdue.count > 0}
        help={t('home.overdueHelp')}
      />
      <Card
        icon={IconClipboardCheck}
        name={t('home.audits')}
        value={`${numberText(audits.part.count)} / ${numberText(audits.of.count)}`}
        note={audits.since ? t('home.auditsNote', { day: dayText(audits.since) }) : '—'}
        href={hrefOf(audits.of.query)}
        values={audits.points.map(({ part }) => part)}
        help={t('home.auditsHelp')}
      />
      <Card
        icon={IconRepeat}
        name={t('home.repeats')}
        value={percent(repeats.share)}
        note={t('home.repeatsNote', { part: repeats.part.count, of: repeats.of.count })}
        href={hrefOf(repeats.part.query)}
        values={repeats.points.map(({ part, of }) => (of === 0 ? null : part / of))}
        help={t('home.repeatsHelp')}
      />
    </div>
  );
}

function Card({
  icon: Icon,
  name,
  value,
  note,
  href,
  values,
  alarm,
  help,
}: {
  icon: typeof IconFlag;
  name: string;
  value: string;
  note: string;
  href: string;
  values: (number | null)[];
  alarm?: boolean;
  help: string;
}) {
  const { t } = useTranslation();
  return (
    <Link to={href} className={`card ${classes.figure}`} title={help}>
      <span style={{ display: 'flex', justifyContent: 'space-between' }}>
        {name}
        <Icon size={18} stroke={1.6} aria-hidden />
      </span>
      <span className={classes.value} style={{ display: 'block' }} data-alarm={alarm || undefined}>
        {value}
      </span>
      <span className={classes.note}>{note}</span>
      <DrawingView
        drawing={sparklineDrawing({ values, width: 240, colour: alarm ? 'alarm' : 'accent' })}
        sentence={t('home.trend', { name })}
      />
    </Link>
  );
}
