import type { Workflow } from '#platform';
import type { Complaint, ComplaintState } from './complaint.entity.js';
import {
  assesses,
  closerIsNotOwner,
  closes,
  type ComplaintFacts,
  type ComplaintRule,
  handles,
} from './complaint.policy.js';

/** A justified complaint is a requirement not met; one that repeats another shares its nonconformity. */
const ledToNonconformity: ComplaintRule = ({ record, facts }) =>
  record.justified && record.nonconformityId === null && !facts.original?.nonconformityId
    ? { code: 'missing', field: '/nonconformityId', message: 'It is justified: raise the nonconformity first.' }
    : undefined;

/** The life of a complaint. Lateness is computed, never a state. */
export const complaintWorkflow = {
  acknowledge: { from: ['received'], to: 'acknowledged', who: handles },
  assess: {
    from: ['acknowledged'],
    to: 'assessed',
    who: assesses,
    needs: ['ownerId', 'seriousness', 'assessment', 'justified'],
  },
  answer: { from: ['assessed'], to: 'answered', who: handles, needs: ['answer'] },
  close: {
    from: ['answered'],
    to: 'closed',
    who: closes,
    separation: [closerIsNotOwner],
    checks: [ledToNonconformity],
    reason: ({ record }) => record.justified === false,
  },
  reopen: { from: ['assessed', 'answered', 'closed'], to: 'acknowledged', who: closes, reason: 'required' },
} satisfies Workflow<Complaint, ComplaintState, ComplaintFacts>;

export type ComplaintAction = keyof typeof complaintWorkflow;
