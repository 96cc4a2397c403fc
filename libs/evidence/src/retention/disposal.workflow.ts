import type { Workflow } from '#platform';
import type { Disposal, DisposalState } from './disposal.entity.js';
import { another, asked } from './retention.policy.js';

/** The life of a disposal: what was approved is done in the same moment. */
export const disposalWorkflow = {
  execute: { from: ['requested'], to: 'executed', who: another },
  reject: { from: ['requested'], to: 'rejected', who: another, reason: 'required' },
  withdraw: { from: ['requested'], to: 'withdrawn', who: asked },
} satisfies Workflow<Disposal, DisposalState, null>;
