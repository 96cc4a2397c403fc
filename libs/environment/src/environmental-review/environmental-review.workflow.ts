import { isSame, type Reason, type Rule, type Workflow } from '#platform';
import type { ItemCounts } from './environmental-review.dto.js';
import type { EnvironmentalReview } from './environmental-review.entity.js';
import { reviewAreas, type ReviewState } from './environmental-review-choices.js';
import { mayApprove, mayConduct, mayPlan } from './environmental-review.policy.js';

/** What the rules must know besides the review. */
export interface ReviewFacts {
  itemCounts: ItemCounts;
}
type ReviewRule = Rule<EnvironmentalReview, ReviewFacts>;

const no = (code: string, message: string, field?: string): Reason => ({ code, message, ...(field && { field }) });

const conducts: ReviewRule = ({ actor, record }) =>
  mayConduct(actor, record)
    ? undefined
    : no('not-the-lead', 'This is for the environmental manager or the person who leads the review.');

const cancels: ReviewRule = ({ actor, record }) =>
  mayPlan(actor, record) ? undefined : no('permission-missing', 'A review is cancelled by the environmental manager.');

const approves: ReviewRule = ({ actor, record }) =>
  mayApprove(actor, record)
    ? undefined
    : no('permission-missing', 'A review is approved by the environmental manager or top management.');

/** Whoever sees a mistake sends it back, also the one who submitted it. */
const returns: ReviewRule = (situation) => approves(situation) && conducts(situation);

const approverIsNotAuthor: ReviewRule = ({ actor, record }) =>
  [record.authorId, record.leadId, record.submittedById].some((personId) => isSame(actor, personId))
    ? no('approver-is-author', 'A review is approved by someone who did not write, lead or submit it.')
    : undefined;

const everyAreaCovered: ReviewRule = ({ record, facts }) =>
  reviewAreas
    .filter((area) => facts.itemCounts[area] === 0 && record[`${area}Note`] === null)
    .map((area) =>
      no('area-empty', `Record an item about ${area}, or say that nothing was found there.`, `/${area}Note`),
    );

/** The life of an environmental review. Overdue is computed, never a state. */
export const environmentalReviewWorkflow = {
  start: { from: ['planned'], to: 'in_progress', who: conducts },
  submit: {
    from: ['in_progress'],
    to: 'in_review',
    who: conducts,
    needs: ['methods', 'periodFrom', 'periodTo', 'conclusions'],
    checks: [everyAreaCovered],
  },
  return: { from: ['in_review'], to: 'in_progress', who: returns, reason: 'required' },
  approve: {
    from: ['in_review'],
    to: 'approved',
    who: approves,
    separation: [approverIsNotAuthor],
    signs: 'review_approved',
  },
  cancel: { from: ['planned', 'in_progress'], to: 'cancelled', who: cancels, reason: 'required' },
} satisfies Workflow<EnvironmentalReview, ReviewState, ReviewFacts>;

export type ReviewAction = keyof typeof environmentalReviewWorkflow;
