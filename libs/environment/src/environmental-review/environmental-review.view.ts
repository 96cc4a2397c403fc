import { shown, type Transition, type Tx } from '#platform';
import type { EnvironmentalReviewRow, EnvironmentalReviewView, ItemCounts } from './environmental-review.dto.js';
import type { EnvironmentalReview } from './environmental-review.entity.js';
import type { ReviewArea } from './environmental-review-choices.js';

/** In what a list looks for words. */
export const reviewWords = ['reference', 'title'];

/** What a list shows: no long texts, no baseline. */
export const listColumns = [
  'reference',
  'state',
  'kind',
  'disciplines',
  'siteId',
  'title',
  'previousReviewId',
  'periodFrom',
  'periodTo',
  'methods',
  'authorId',
  'leadId',
  'teamIds',
  'dueOn',
  'submittedById',
  'submittedOn',
  'approvedById',
  'approvedOn',
  'flags',
] as const satisfies (keyof EnvironmentalReview)[];

const isOverdue = ({ dueOn, state }: EnvironmentalReview, today: string) =>
  dueOn < today && state !== 'approved' && state !== 'cancelled';

export const viewRow = (
  review: EnvironmentalReview,
  itemCounts: ItemCounts,
  today: string,
): EnvironmentalReviewRow => ({ ...shown(review), overdue: isOverdue(review, today), itemCounts });

export const viewReview = (
  review: EnvironmentalReview,
  itemCounts: ItemCounts | null,
  transitions: Transition[],
  today: string,
): EnvironmentalReviewView => ({ ...shown(review), overdue: isOverdue(review, today), itemCounts, transitions });

/** How many items each review has in each area, in one query. */
export async function countItems(tx: Tx, reviewIds: string[]): Promise<(reviewId: string) => ItemCounts> {
  const rows = await tx.sql<{ reviewId: string; area: ReviewArea; items: number }>(
    `SELECT review_id AS "reviewId", area, count(*)::integer AS items FROM environmental_review_item
     WHERE org_id = $1 AND review_id = ANY ($2) GROUP BY review_id, area`,
    [tx.actor.orgId, reviewIds],
  );
  return (reviewId) => ({
    aspects: 0,
    obligations: 0,
    practices: 0,
    incidents: 0,
    ...Object.fromEntries(rows.filter((row) => row.reviewId === reviewId).map(({ area, items }) => [area, items])),
  });
}
