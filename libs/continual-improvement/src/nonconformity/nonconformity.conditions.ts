import { type Conditions, readable, type Tx } from '#platform';
import { unclassified } from './causes.js';
import type { NonconformityQuery } from './nonconformity.dto.js';

// Conditions on a nonconformity with the alias `r`, for lists and for the figures that count what a list shows. A
// `day` is an SQL expression.

/** What figures count: drafts are not raised yet, rejected ones were none. */
export const isCounted = `r.state NOT IN ('draft', 'rejected')`;
export const isOpen = `r.state NOT IN ('closed', 'rejected')`;

/** Submitted by the end of the day and not finally closed by then; what was reopened since counts as never closed. */
export const isOpenOn = (day: string) =>
  `(${isCounted} AND r.opened_on <= ${day} AND (r.closed_on IS NULL OR r.closed_on > ${day}))`;

/** The due date of the step in which the record was on the day; a day that was not kept counts as passed. */
const dueDateOn = (day: string) => `CASE
    WHEN r.state = 'containment' OR r.contained_on > ${day} THEN r.containment_due_on
    WHEN r.state = 'analysis' OR r.causes_accepted_on > ${day} THEN r.causes_due_on
    WHEN r.state = 'planning' OR r.plan_approved_on > ${day} THEN r.plan_due_on
    WHEN r.state = 'implementation' OR r.implemented_on > ${day} THEN r.implementation_due_on
    ELSE r.effectiveness_check_on END`;

/** Open on the day, with a due date before it. An extension that was granted since counts for the days before too. */
export const isOverdueOn = (day: string) => `(${isOpenOn(day)} AND ${dueDateOn(day)} < ${day})`;

export const isOverdue = (today: string) => `(r.due_on < ${today} AND ${isOpen})`;

/** It repeats an earlier nonconformity. */
export const isRecurrence = 'r.recurrence_of_id IS NOT NULL';

/** The causes that actions must remove, as JSON paths: verified roots of the whys, confirmed causes of the fishbone. */
export const confirmedRoots = '$[*].nodes[*] ? (@.root == true && @.verified == true)';
export const confirmedBones = '$.categories[*].causes[*] ? (@.state == "confirmed")';

const hasCause = (filter: string, variables = `'{}'`) =>
  `(jsonb_path_exists(r.five_whys, '${confirmedRoots}${filter}', ${variables})
    OR coalesce(jsonb_path_exists(r.ishikawa, '${confirmedBones}${filter}', ${variables}), false))`;

export const hasConfirmedCause = hasCause('');

const causeOfCategory = (category: string): [sql: string, parameters: object] =>
  category === unclassified
    ? [hasCause(' ? (!exists(@.category) || @.category == null)'), {}]
    : [
        hasCause(' ? (@.category == $category)', `jsonb_build_object('category', CAST(:causeCategory AS text))`),
        { causeCategory: category },
      ];

const confirmedOnBone = '$.categories[*] ? (@.key == $key).causes[*] ? (@.state == "confirmed")';

const combinations = {
  quality: `NOT r.disciplines @> ARRAY['environment']::varchar[]`,
  environment: `NOT r.disciplines @> ARRAY['quality']::varchar[]`,
  both: `r.disciplines @> ARRAY['quality', 'environment']::varchar[]`,
};

/** All that a list of nonconformities can be filtered by, within what the caller may read. */
export function nonconformityConditions(tx: Tx, query: Partial<NonconformityQuery>): Conditions {
  return [
    readable(tx.actor, 'nonconformity:read', query.discipline),
    query.combination && [combinations[query.combination]],
    query.state && ['r.state = :state', { state: query.state }],
    query.grade && ['r.grade = :grade', { grade: query.grade }],
    query.source && ['r.source = :source', { source: query.source }],
    query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
    query.processId && ['r.processId = :processId', { processId: query.processId }],
    query.ownerId && ['r.ownerId = :ownerId', { ownerId: query.ownerId }],
    query.clause && ['r.clauses @> ARRAY[:clause]::varchar[]', { clause: query.clause }],
    query.open !== undefined && [query.open ? isOpen : `NOT ${isOpen}`],
    query.overdue && [isOverdue(':today'), { today: tx.today }],
    query.counted !== undefined && [query.counted ? isCounted : `NOT ${isCounted}`],
    query.openOn && [isOpenOn(':openOn'), { openOn: query.openOn }],
    query.overdueOn && [isOverdueOn(':overdueOn'), { overdueOn: query.overdueOn }],
    query.detectedFrom && ['r.detectedOn >= :detectedFrom', { detectedFrom: query.detectedFrom }],
    query.detectedTo && ['r.detectedOn <= :detectedTo', { detectedTo: query.detectedTo }],
    query.openedFrom && ['r.openedOn >= :openedFrom', { openedFrom: query.openedFrom }],
    query.openedTo && ['r.openedOn <= :openedTo', { openedTo: query.openedTo }],
    query.recurrence !== undefined && [query.recurrence ? isRecurrence : `NOT ${isRecurrence}`],
    query.causeConfirmed !== undefined && [query.causeConfirmed ? hasConfirmedCause : `NOT ${hasConfirmedCause}`],
    query.causeCategory && causeOfCategory(query.causeCategory),
    query.fishbone && [
      `jsonb_path_exists(r.ishikawa, '${confirmedOnBone}', jsonb_build_object('key', CAST(:fishbone AS text)))`,
      { fishbone: query.fishbone },
    ],
  ];
}
