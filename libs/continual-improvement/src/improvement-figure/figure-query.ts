import { Choice, Day, type Discipline, disciplines, invalid, Reference } from '#platform';
import { monthsBefore } from './figure-days.js';
import { addDays } from '../nonconformity/due-dates.js';

/** What all figures can be narrowed to. */
export class FigureQuery {
  @Choice(disciplines, { optional: true }) discipline?: Discipline;
  @Reference({ optional: true }) siteId?: string;
}

export class PeriodQuery extends FigureQuery {
  @Day({ optional: true, description: 'The first day of the period' }) from?: string;
  @Day({ optional: true, description: 'The last day of the period; today without it' }) to?: string;
}

/** The filters of a figure without its period. */
export const scopeOf = ({ discipline, siteId }: FigureQuery): FigureQuery => ({
  ...(discipline && { discipline }),
  ...(siteId && { siteId }),
});

/** 422 for a period that ends before it begins. */
export function requirePeriod(from: string, to: string): void {
  if (from > to)
    throw invalid({
      code: 'period-reversed',
      field: '/from',
      message: `The period would end on ${to}, before it begins.`,
    });
}

/** The twelve months that end with the day. */
export const yearUpTo = (day: string): { from: string; to: string } => ({
  from: addDays(monthsBefore(day, 12), 1),
  to: day,
});
