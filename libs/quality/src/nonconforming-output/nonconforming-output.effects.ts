import type { Tx } from '#platform';
import type { NonconformingOutput } from './nonconforming-output.entity.js';
import type { NonconformingOutputAction } from './nonconforming-output.workflow.js';

/** Neither decided nor conceded nor verified; what was said before stands in the history. */
const undecided = {
  decidedById: null,
  decidedOn: null,
  concessionNumber: null,
  concessionLimitQuantity: null,
  concessionValidUntil: null,
  concessionCustomerApproved: false,
  concessionApprovedById: null,
  concessionApprovedOn: null,
  verificationResult: null,
  verificationEvidence: null,
  verifiedById: null,
  verifiedOn: null,
};

type Effect = (output: NonconformingOutput, tx: Tx) => Partial<NonconformingOutput>;

/** What each step sets besides the state. */
export const effects: Record<NonconformingOutputAction, Effect> = {
  decide: (_, { actor, today }) => ({ decidedById: actor.personId, decidedOn: today }),
  grantConcession: (_, { actor, today }) => ({ concessionApprovedById: actor.personId, concessionApprovedOn: today }),
  verify: ({ verifiedOn }, { actor, today }) => ({ verifiedById: actor.personId, verifiedOn: verifiedOn ?? today }),
  close: (_, { today }) => ({ closedOn: today }),
  withdrawDecision: () => undecided,
};

/** An output with nothing said about it yet. */
export const blank = () => ({
  state: 'recorded' as const,
  disciplines: ['quality' as const],
  lot: null,
  disposition: null,
  dispositionReason: null,
  authority: null,
  ...undecided,
  closedOn: null,
  flags: [],
});
