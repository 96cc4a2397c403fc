import { type Actor, isSame } from '#platform';
import type { EnvironmentalReview } from './environmental-review.entity.js';

/** Whom the rules ask about: a review, or one of its items with the review's site. */
type Placed = Pick<EnvironmentalReview, 'disciplines' | 'siteId'>;

export const mayRead = (actor: Actor, record: Placed): boolean => actor.can('environmentalReview:read', record);

export const mayPlan = (actor: Actor, record: Placed): boolean => actor.can('environmentalReview:conduct', record);

/** The environmental manager or the person who leads it. */
export const mayConduct = (actor: Actor, review: EnvironmentalReview): boolean =>
  mayPlan(actor, review) || isSame(actor, review.leadId);

/** Observations are recorded by the whole team. */
export const mayRecord = (actor: Actor, review: EnvironmentalReview): boolean =>
  mayConduct(actor, review) || review.teamIds.some((personId) => isSame(actor, personId));

export const mayApprove = (actor: Actor, review: EnvironmentalReview): boolean =>
  actor.can('environmentalReview:approve', review);
