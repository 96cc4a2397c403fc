import { shown, type Transition } from '#platform';
import type { NonconformityRow, NonconformityView } from './nonconformity.dto.js';
import type { Nonconformity } from './nonconformity.entity.js';

/** In what a list looks for words. */
export const nonconformityWords = ['reference', 'title', 'statement', 'external_ref'];

/** What a list shows: no long texts, no analysis. */
export const listColumns = [
  'reference',
  'state',
  'cycle',
  'disciplines',
  'siteId',
  'processId',
  'source',
  'clauses',
  'title',
  'statement',
  'detectedOn',
  'lateEntry',
  'externalRef',
  'raisedById',
  'ownerId',
  'severity',
  'extent',
  'grade',
  'gradedById',
  'legalBreach',
  'recurrenceOfId',
  'rejectionCode',
  'duplicateOfId',
  'appeals',
  'investigatorId',
  'verifierId',
  'effectivenessCheckOn',
  'openedOn',
  'dueOn',
  'containmentDueOn',
  'causesDueOn',
  'planDueOn',
  'implementationDueOn',
  'originalDueOn',
  'extensions',
  'containedOn',
  'causesAcceptedOn',
  'planApprovedOn',
  'implementedOn',
  'closedOn',
  'correctionOnly',
  'flags',
] as const satisfies (keyof Nonconformity)[];

const isOverdue = (nc: Nonconformity, today: string) =>
  nc.dueOn !== null && nc.dueOn < today && nc.state !== 'closed' && nc.state !== 'rejected';

export const viewRow = (nc: Nonconformity, today: string): NonconformityRow => ({
  ...shown(nc),
  overdue: isOverdue(nc, today),
});

export const viewNonconformity = (nc: Nonconformity, transitions: Transition[], today: string): NonconformityView => ({
  ...shown(nc),
  overdue: isOverdue(nc, today),
  transitions,
});

/** The due date of the step that the record is in. */
export function stepDueOn(nc: Nonconformity): string | null {
  const due: Partial<Record<Nonconformity['state'], string | null>> = {
    containment: nc.containmentDueOn,
    analysis: nc.causesDueOn,
    planning: nc.planDueOn,
    implementation: nc.implementationDueOn,
    effectiveness: nc.effectivenessCheckOn,
  };
  return due[nc.state] ?? null;
}
