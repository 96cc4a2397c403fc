import { Injectable } from '@nestjs/common';
import { matching, type Tx } from '#platform';
import { auditConditions, isPromisedWithin, isReportedBy } from '../audit/audit.conditions.js';
import type { AuditQuery } from '../audit/audit.dto.js';
import { Audit } from '../audit/audit.entity.js';
import {
  isCounted,
  isOpen,
  isOpenOn,
  isOverdue,
  isOverdueOn,
  isRecurrence,
  nonconformityConditions,
} from '../nonconformity/nonconformity.conditions.js';
import type { NonconformityQuery } from '../nonconformity/nonconformity.dto.js';
import { Nonconformity } from '../nonconformity/nonconformity.entity.js';
import { type CountedRecords, shareOf } from './figure.dto.js';
import { twelveMonths } from './figure-days.js';
import { type FigureQuery, scopeOf, yearUpTo } from './figure-query.js';
import { listQuery } from './list-query.js';
import type { CountFigure, OverdueFigure, ShareFigure, SummaryFigures } from './summary-figure.dto.js';

interface NonconformityCounts {
  open: number;
  open_since: string | null;
  overdue: number;
  overdue_since: string | null;
  major: number;
  critical: number;
  open_on: number[];
  overdue_on: number[];
  raised: number[];
  repeated: number[];
}

interface AuditCounts {
  promised: number[];
  reported: number[];
}

const count = (condition: string) => `count(*) FILTER (WHERE ${condition})::int`;
/** One number for each of the twelve days, by a condition on the names of the day's parameters. */
const countEach = (condition: (index: number) => string) =>
  `ARRAY[${Array.from({ length: 12 }, (_, index) => count(condition(index))).join(', ')}]`;
const openNow = `${isCounted} AND ${isOpen}`;
const overdueNow = isOverdue(':today');
const raisedUpTo = (index: number) => `r.opened_on >= :yearBefore${index} AND r.opened_on <= :day${index}`;

/** The days of the points, and of each the year up to it and the calendar year in which it is. */
const parametersOf = (days: string[]) =>
  Object.fromEntries(
    days.flatMap((day, index) => [
      [`day${index}`, day],
      [`yearBefore${index}`, yearUpTo(day).from],
      [`firstOfYear${index}`, calendarYear(day).baselineFrom],
      [`lastOfYear${index}`, calendarYear(day).baselineTo],
    ]),
  ) as Record<string, string>;

const calendarYear = (day: string) => ({
  baselineFrom: `${day.slice(0, 4)}-01-01`,
  baselineTo: `${day.slice(0, 4)}-12-31`,
});

@Injectable()
export class SummaryFigureService {
  async read(tx: Tx, query: FigureQuery): Promise<SummaryFigures> {
    const scope = scopeOf(query);
    const days = twelveMonths(tx.today);
    const counts = await this.countNonconformities(tx, scope, days);
    const audits = await this.countAudits(tx, scope, days);
    const list = (filter: Partial<NonconformityQuery>, records: number): CountedRecords => ({
      count: records,
      query: listQuery('/nonconformities', scope, filter),
    });
    const auditList = (filter: Partial<AuditQuery>, records: number): CountedRecords => ({
      count: records,
      query: listQuery('/audits', scope, filter),
    });
    const raised = (index: number) => {
      const { from, to } = yearUpTo(days[index]!);
      const year = { counted: true, openedFrom: from, openedTo: to };
      return shareOf(list({ ...year, recurrence: true }, counts.repeated[index]!), list(year, counts.raised[index]!));
    };
    const audited = (index: number) => {
      const year = calendarYear(days[index]!);
      return shareOf(
        auditList({ ...year, reportedTo: days[index]! }, audits.reported[index]!),
        auditList(year, audits.promised[index]!),
      );
    };
    const points = (values: number[]) => values.map((value, index) => ({ day: days[index]!, count: value }));
    const shares = (part: number[], of: number[]) =>
      days.map((day, index) => ({ day, part: part[index]!, of: of[index]! }));
    const monthAgo = days[10]!;
    const open: CountFigure = {
      ...list({ open: true, counted: true }, counts.open),
      definition: 'Nonconformities that are submitted and neither closed nor rejected.',
      since: counts.open_since,
      earlier: { day: monthAgo, ...list({ openOn: monthAgo }, counts.open_on[10]!) },
      points: points([...counts.open_on.slice(0, 11), counts.open]),
    };
    const overdue: OverdueFigure = {
      ...list({ overdue: true }, counts.overdue),
      definition: 'Open nonconformities whose present step was due before today.',
      since: counts.overdue_since,
      earlier: { day: monthAgo, ...list({ overdueOn: monthAgo }, counts.overdue_on[10]!) },
      points: points([...counts.overdue_on.slice(0, 11), counts.overdue]),
      severe: (['critical', 'major'] as const).map((grade) => ({
        grade,
        ...list({ overdue: true, grade }, counts[grade]),
      })),
    };
    const onPlan: ShareFigure = {
      ...audited(11),
      definition:
        'Audits with an issued report, of those that the approved audit programmes promised to begin in this calendar year.',
      since: calendarYear(tx.today).baselineFrom,
      earlier: { day: monthAgo, ...audited(10) },
      points: shares(audits.reported, audits.promised),
    };
    const repeats: ShareFigure = {
      ...raised(11),
      definition:
        'Nonconformities that name an earlier one that they repeat, of all that were submitted in the last twelve months and not rejected.',
      since: yearUpTo(tx.today).from,
      earlier: { day: monthAgo, ...raised(10) },
      points: shares(counts.repeated, counts.raised),
    };
    return { asOf: tx.today, open, overdue, audits: onPlan, repeats };
  }

  private async countNonconformities(tx: Tx, scope: FigureQuery, days: string[]): Promise<NonconformityCounts> {
    // Most records were closed long ago: only those that some point may count are looked at.
    const recent = `(r.closed_on IS NULL OR r.closed_on > :day0 OR r.opened_on >= :yearBefore0)`;
    const builder = matching(tx, Nonconformity, [...nonconformityConditions(tx, scope), [isCounted], [recent]])
      .setParameters({ today: tx.today, ...parametersOf(days) })
      .select(count(openNow), 'open')
      .addSelect(`min(r.opened_on) FILTER (WHERE ${openNow})::text`, 'open_since')
      .addSelect(count(overdueNow), 'overdue')
      .addSelect(`min(r.due_on) FILTER (WHERE ${overdueNow})::text`, 'overdue_since')
      .addSelect(count(`${overdueNow} AND r.grade = 'major'`), 'major')
      .addSelect(count(`${overdueNow} AND r.grade = 'critical'`), 'critical')
      .addSelect(
        countEach((index) => isOpenOn(`:day${index}`)),
        'open_on',
      )
      .addSelect(
        countEach((index) => isOverdueOn(`:day${index}`)),
        'overdue_on',
      )
      .addSelect(countEach(raisedUpTo), 'raised')
      .addSelect(
        countEach((index) => `${raisedUpTo(index)} AND ${isRecurrence}`),
        'repeated',
      );
    return (await builder.getRawOne<NonconformityCounts>())!;
  }

  private async countAudits(tx: Tx, scope: FigureQuery, days: string[]): Promise<AuditCounts> {
    const promised = (index: number) => isPromisedWithin(`:firstOfYear${index}`, `:lastOfYear${index}`);
    const builder = matching(tx, Audit, auditConditions(tx, scope))
      .setParameters(parametersOf(days))
      .select(countEach(promised), 'promised')
      .addSelect(
        countEach((index) => `${promised(index)} AND ${isReportedBy(`:day${index}`)}`),
        'reported',
      );
    return (await builder.getRawOne<AuditCounts>())!;
  }
}
