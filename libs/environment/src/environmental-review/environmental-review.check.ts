import { conflict, invalid, type Reason, type Tx } from '#platform';
import type { EditEnvironmentalReview } from './environmental-review.dto.js';
import { EnvironmentalReview } from './environmental-review.entity.js';
import { mayRead } from './environmental-review.policy.js';

/** 409 once it was handed in: then it is read, not changed, unless it is returned. */
export function refuseLocked({ state }: EnvironmentalReview): void {
  if (state === 'approved' || state === 'cancelled')
    throw conflict('record-closed', `The review is ${state}; it can be read, not changed.`);
  if (state === 'in_review')
    throw conflict('wrong-state', 'The review waits for approval; return it before you change it.', '/state');
}

/** What was agreed when it was planned changes only with a reason. */
export function requireReason(
  review: EnvironmentalReview,
  changes: Omit<EditEnvironmentalReview, 'reason'>,
  reason: string | undefined,
): void {
  const explained = (['scope', 'leadId', 'dueOn'] as const).filter(
    (field) => changes[field] !== undefined && changes[field] !== review[field],
  );
  if (explained.length > 0 && !reason)
    throw invalid(
      ...explained.map((field) => ({ code: 'reason-required', field: `/${field}`, message: 'Say why it changes.' })),
    );
}

/** 422 for a period that ends before it begins, an unknown member of the team, or a review that cannot come before. */
export async function requireSound(
  tx: Tx,
  review: Pick<EnvironmentalReview, 'kind' | 'siteId' | 'previousReviewId' | 'periodFrom' | 'periodTo' | 'teamIds'>,
): Promise<void> {
  const reasons = [
    ...(review.periodFrom && review.periodTo && review.periodTo < review.periodFrom
      ? [{ code: 'ends-before-start', field: '/periodTo', message: 'The period ends before it begins.' }]
      : []),
    ...(await unknownPeople(tx, review.teamIds)),
    ...(await wrongPrevious(tx, review)),
  ];
  if (reasons.length > 0) throw invalid(...reasons);
}

async function unknownPeople(tx: Tx, ids: string[]): Promise<Reason[]> {
  if (ids.length === 0) return [];
  const known = await tx.sql<{ id: string }>('SELECT id FROM person WHERE org_id = $1 AND id = ANY ($2)', [
    tx.actor.orgId,
    ids,
  ]);
  return ids.flatMap((id, index) =>
    known.some((person) => person.id === id)
      ? []
      : [{ code: 'unknown-reference', field: `/teamIds/${index}`, message: 'There is no such person.' }],
  );
}

async function wrongPrevious(
  tx: Tx,
  { kind, siteId, previousReviewId }: Pick<EnvironmentalReview, 'kind' | 'siteId' | 'previousReviewId'>,
): Promise<Reason[]> {
  if (!previousReviewId) return [];
  const no = (code: string, message: string) => [{ code, field: '/previousReviewId', message }];
  if (kind === 'initial') return no('initial-follows-none', 'An initial review follows no other.');
  const previous = await tx.find(EnvironmentalReview, previousReviewId);
  if (!previous || !mayRead(tx.actor, previous)) return no('unknown-reference', 'There is no such record.');
  if (previous.state !== 'approved') return no('not-approved', `${previous.reference} is not approved yet.`);
  if (previous.siteId !== null && previous.siteId !== siteId)
    return no('other-site', `${previous.reference} is about another site.`);
  return [];
}
