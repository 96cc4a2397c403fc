import { Injectable } from '@nestjs/common';
import { invalid, matching, type Tx } from '#platform';
import { addDays } from '../nonconformity/due-dates.js';
import { nonconformityConditions } from '../nonconformity/nonconformity.conditions.js';
import { Nonconformity } from '../nonconformity/nonconformity.entity.js';
import { countLimits, settledLimits, signalsOf } from './control-chart.js';
import { daysBetween, mondayOf, weekOf } from './figure-days.js';
import { requirePeriod, scopeOf } from './figure-query.js';
import { listQuery } from './list-query.js';
import type { Week, WeeklyFigure, WeeklyFigureQuery } from './weekly-figure.dto.js';

const usualWeeks = 26;
const mostWeeks = 520;

@Injectable()
export class WeeklyFigureService {
  async read(tx: Tx, query: WeeklyFigureQuery): Promise<WeeklyFigure> {
    const { rules = 'western_electric' } = query;
    const { first, complete, runs } = weeksOf(query, tx.today);
    const counts = await this.count(tx, query, first, complete + (runs ? 1 : 0));
    const weeks = counts.map((count, index): Week => {
      const from = addDays(first, 7 * index);
      const to = addDays(from, 6);
      const found = { counted: true, detectedFrom: from, detectedTo: to };
      return { week: weekOf(from), from, to, count, query: listQuery('/nonconformities', scopeOf(query), found) };
    });
    const judged = counts.slice(0, complete);
    const { limitsTo } = query;
    const base = limitsTo ? weeks.slice(0, complete).filter(({ to }) => to <= limitsTo).length : complete;
    const { limits, excluded, provisional } = settledLimits(judged, countLimits, base);
    const signals = signalsOf(judged, limits, rules);
    return {
      definition: 'Nonconformities by the week in which they were found, without drafts and rejected ones.',
      asOf: tx.today,
      rules,
      centre: limits.centre,
      upper: limits.upper,
      lower: limits.lower,
      limitWeeks: base - excluded.length,
      provisional,
      excluded: excluded.map((index) => weeks[index]!.week),
      weeks: weeks.slice(0, complete).map((week, index) => ({ ...week, signals: signals[index]! })),
      running: weeks[complete] ?? null,
    };
  }

  /** How many were found in each of so many weeks from a Monday on. */
  private async count(tx: Tx, query: WeeklyFigureQuery, first: string, weeks: number): Promise<number[]> {
    const filter = {
      ...scopeOf(query),
      counted: true,
      detectedFrom: first,
      detectedTo: addDays(first, 7 * weeks - 1),
    };
    const rows = await matching(tx, Nonconformity, nonconformityConditions(tx, filter))
      .setParameters({ first })
      .select('(r.detected_on - CAST(:first AS date)) / 7', 'week')
      .addSelect('count(*)::int', 'count')
      .groupBy('1')
      .getRawMany<{ week: number; count: number }>();
    const found = new Map(rows.map(({ week, count }) => [week, count]));
    return Array.from({ length: weeks }, (_, week) => found.get(week) ?? 0);
  }
}

/** The first Monday, how many weeks are over, and whether the week of today belongs to the period. */
function weeksOf({ from, to = '9999-12-31' }: WeeklyFigureQuery, today: string) {
  const end = mondayOf(to < today ? addDays(to, 1) : today);
  const first = from ? mondayOf(from) : addDays(end, -7 * usualWeeks);
  requirePeriod(first, end);
  const complete = daysBetween(first, end) / 7;
  if (complete > mostWeeks)
    throw invalid({ code: 'period-too-long', field: '/from', message: `At most ${mostWeeks} weeks are shown.` });
  return { first, complete, runs: to >= today };
}
