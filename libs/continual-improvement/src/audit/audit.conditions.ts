import { type Conditions, readable, type Tx } from '#platform';
import type { AuditQuery } from './audit.dto.js';

// Conditions on an audit with the alias `r`, for lists and for the figures that count what a list shows. A day is an
// SQL expression.

/** Part of an approved programme, to begin in these days as it was approved. */
export const isPromisedWithin = (from: string, to: string) =>
  `(r.baseline_from >= ${from} AND r.baseline_from <= ${to})`;

export const isReportedBy = (day: string) => `r.report_issued_on <= ${day}`;

/** All that a list of audits can be filtered by, within what the caller may read. */
export function auditConditions(tx: Tx, query: Partial<AuditQuery>): Conditions {
  return [
    readable(tx.actor, 'audit:read', query.discipline),
    query.state && ['r.state = :state', { state: query.state }],
    query.kind && ['r.kind = :kind', { kind: query.kind }],
    query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
    query.programmeId && ['r.programmeId = :programmeId', { programmeId: query.programmeId }],
    query.from && ['r.plannedFrom >= :from', { from: query.from }],
    query.to && ['r.plannedFrom <= :to', { to: query.to }],
    query.baselineFrom && ['r.baselineFrom >= :baselineFrom', { baselineFrom: query.baselineFrom }],
    query.baselineTo && ['r.baselineFrom <= :baselineTo', { baselineTo: query.baselineTo }],
    query.reportedTo && [isReportedBy(':reportedTo'), { reportedTo: query.reportedTo }],
  ];
}
