import type { Workflow } from '#platform';
import type { LegalHold, LegalHoldState } from './legal-hold.entity.js';
import { asked, liftsAnothers, manages, setsAnothers } from './legal-hold.policy.js';

/** The life of a legal hold; it holds until it is lifted, also while somebody asks for that. */
export const legalHoldWorkflow = {
  set: { from: ['requested'], to: 'in_force', who: setsAnothers },
  reject: { from: ['requested'], to: 'rejected', who: setsAnothers, reason: 'required' },
  withdraw: { from: ['requested'], to: 'withdrawn', who: asked },
  askToLift: { from: ['in_force'], to: 'lift_requested', who: manages, reason: 'required' },
  lift: { from: ['lift_requested'], to: 'lifted', who: liftsAnothers },
  keep: { from: ['lift_requested'], to: 'in_force', who: manages },
} satisfies Workflow<LegalHold, LegalHoldState, null>;

export type LegalHoldAction = keyof typeof legalHoldWorkflow;
