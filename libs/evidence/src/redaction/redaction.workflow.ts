import type { Workflow } from '#platform';
import type { Redaction, RedactionState } from './redaction.entity.js';
import { approverIsNotRequester, asked, decides, type RedactionRule } from './redaction.policy.js';

/** Both must agree, and neither rule can be justified instead of kept. */
const another: RedactionRule = (situation) =>
  [decides(situation) ?? [], approverIsNotRequester(situation) ?? []].flat();

/** The life of an erasure: what was approved is done in the same moment, and cannot be taken back. */
export const redactionWorkflow = {
  approve: { from: ['requested'], to: 'approved', who: another },
  reject: { from: ['requested'], to: 'rejected', who: another, reason: 'required' },
  withdraw: { from: ['requested'], to: 'withdrawn', who: asked },
} satisfies Workflow<Redaction, RedactionState, null>;
