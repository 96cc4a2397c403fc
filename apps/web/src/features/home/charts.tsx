import { ageingDrawing, controlChartDrawing, type Drawing, paretoDrawing } from '#drawing';
import { Skeleton, Table, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { dayText, numberText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { DrawingView } from '../../record/drawing-view.js';
import { AspectHeat } from './aspect-heat.js';
import { useFigureQuery } from './figure-cards.js';
import { hrefOf } from './figure-link.js';
import classes from './home.module.css';

const percent = (share: number) => numberText(share, { style: 'percent', maximumFractionDigits: 0 });
const number = (value: number) => numberText(value, { maximumFractionDigits: 1 });

/** Are we getting better? Four pictures, each a way into the records behind it. */
export default function Charts() {
  const may = useMay();
  return (
    <div className={classes.charts}>
      {may('nonconformity:read') && (
        <>
          <Causes />
          <Weeks />
          <Ageing />
        </>
      )}
      {may('aspect:read') && <AspectHeat />}
    </div>
  );
}

/** A card with a picture as wide as there is room. */
function Chart({
  title,
  note,
  badge,
  sentence,
  draw,
  table,
  empty,
  loading,
}: {
  title: string;
  note: string;
  badge?: ReactNode;
  sentence: string;
  draw(width: number): Drawing;
  table: ReactNode;
  empty: boolean;
  loading: boolean;
}) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  return (
    <section className="card" aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {badge}
      </div>
      <Text size="sm" c="dimmed" mb="xs">
        {note}
      </Text>
      <div ref={ref}>
        {loading ? (
          <Skeleton height={220} />
        ) : empty ? (
          <Text c="dimmed">{t('home.noData')}</Text>
        ) : (
          width > 0 && (
            <DrawingView
              drawing={draw(Math.max(300, Math.min(700, Math.round(width))))}
              sentence={sentence}
              table={table}
            />
          )
        )}
      </div>
    </section>
  );
}

function Causes() {
  const { t } = useTranslation();
  const query = useFigureQuery();
  const { data } = useQuery({
    queryKey: ['/api/v1/figures/causes', query],
    queryFn: () => answer(api.GET('/api/v1/figures/causes', { params: { query } })),
  });
  const bars = (data?.bars ?? []).map((bar) => ({ ...bar, label: t(`cause.${bar.cause}`), href: hrefOf(bar.query) }));
  const vital = bars.filter((bar) => bar.vital);
  return (
    <Chart
      title={t('home.causes')}
      note={t('home.causesNote')}
      loading={!data}
      empty={bars.length === 0}
      sentence={t('home.causesSentence', { count: vital.length, names: vital.map(({ label }) => label).join(', ') })}
      draw={(width) =>
        paretoDrawing({
          width,
          number,
          percent,
          cumulative: t('home.together'),
          bars: bars.map(({ label, count, cumulativeShare, vital, href }) => ({
            label,
            value: count,
            cumulativeShare,
            vital,
            href,
            name: `${label}: ${number(count)}, ${percent(cumulativeShare)}`,
          })),
        })
      }
      table={
        <Table verticalSpacing={2}>
          <Table.Tbody>
            {bars.map(({ cause, label, count, cumulativeShare, href }) => (
              <Table.Tr key={cause}>
                <Table.Th scope="row">
                  <Link to={href}>{label}</Link>
                </Table.Th>
                <Table.Td ta="right">{number(count)}</Table.Td>
                <Table.Td ta="right">{percent(cumulativeShare)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      }
    />
  );
}

function Weeks() {
  const { t } = useTranslation();
  const query = useFigureQuery();
  const { data } = useQuery({
    queryKey: ['/api/v1/figures/nonconformities-per-week', query],
    queryFn: () => answer(api.GET('/api/v1/figures/nonconformities-per-week', { params: { query } })),
  });
  const weeks = data?.weeks ?? [];
  const signals = weeks.filter((week) => week.signals.length > 0);
  return (
    <Chart
      title={t('home.weeks')}
      note={t('home.weeksNote')}
      badge={
        signals.length > 0 ? (
          <Badge tone="alarm">{t('home.signals', { count: signals.length })}</Badge>
        ) : (
          data && <Badge tone="good">{t('home.stable')}</Badge>
        )
      }
      loading={!data}
      empty={weeks.every(({ count }) => count === 0)}
      sentence={t('home.weeksSentence', { mean: number(data?.centre ?? 0), count: signals.length })}
      draw={(width) =>
        controlChartDrawing({
          width,
          number,
          centre: data!.centre,
          upper: data!.upper,
          lower: data!.lower,
          texts: { centre: t('home.mean'), upper: t('home.upper'), lower: t('home.lower') },
          points: weeks.map(({ week, from, count, signals, query }) => ({
            label: `${t('home.w')}${week.slice(-2)}`,
            value: count,
            signals: signals.map((signal) => t(`signal.${signal}`)),
            href: hrefOf(query),
            name: `${dayText(from)}: ${number(count)}`,
          })),
        })
      }
      table={
        <Table verticalSpacing={2}>
          <Table.Tbody>
            {weeks.map(({ week, from, count, signals, query }) => (
              <Table.Tr key={week}>
                <Table.Th scope="row">
                  <Link to={hrefOf(query)}>{dayText(from)}</Link>
                </Table.Th>
                <Table.Td ta="right">{number(count)}</Table.Td>
                <Table.Td>{signals.map((signal) => t(`signal.${signal}`)).join(', ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      }
    />
  );
}

function Ageing() {
  const { t } = useTranslation();
  const query = useFigureQuery();
  const { data } = useQuery({
    queryKey: ['/api/v1/figures/ageing', query],
    queryFn: () => answer(api.GET('/api/v1/figures/ageing', { params: { query } })),
  });
  const rows = (data?.buckets ?? []).map((bucket) => ({
    ...bucket,
    label:
      bucket.toDays === null
        ? t('home.over', { days: bucket.fromDays - 1 })
        : t('home.days', { from: bucket.fromDays, to: bucket.toDays }),
  }));
  const combinations = ['quality', 'environment', 'both'] as const;
  return (
    <Chart
      title={t('home.ageing')}
      note={t('home.ageingNote')}
      loading={!data}
      empty={data?.open.count === 0}
      sentence={t('home.ageingSentence', { count: data?.open.count ?? 0, old: rows.at(-1)?.count ?? 0 })}
      draw={(width) =>
        ageingDrawing({
          width,
          number,
          series: [
            { label: t('standard.quality'), colour: 'accent' },
            { label: t('standard.environment'), colour: 'good' },
            { label: t('home.bothStandards'), colour: 'accentSoft' },
          ],
          rows: rows.map(({ label, parts, query: rowQuery, count }) => ({
            label,
            href: hrefOf(rowQuery),
            name: `${label}: ${number(count)}`,
            segments: combinations.map((combination) => {
              const part = parts.find((one) => one.combination === combination)!;
              return {
                value: part.count,
                href: hrefOf(part.query),
                name: `${label}, ${combination === 'both' ? t('home.bothStandards') : t(`standard.${combination}`)}: ${number(part.count)}`,
              };
            }),
          })),
        })
      }
      table={
        <Table verticalSpacing={2}>
          <Table.Tbody>
            {rows.map(({ label, count, query: rowQuery }) => (
              <Table.Tr key={label}>
                <Table.Th scope="row">
                  <Link to={hrefOf(rowQuery)}>{label}</Link>
                </Table.Th>
                <Table.Td ta="right">{number(count)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      }
    />
  );
}
