import type { Complaint } from './complaint.entity.js';
import type { ComplaintAction } from './complaint.workflow.js';

/** What each step sets besides the state. A day that was written down before stands. */
export const effects: Record<ComplaintAction, (complaint: Complaint, today: string) => Partial<Complaint>> = {
  acknowledge: ({ acknowledgedOn }, today) => ({ acknowledgedOn: acknowledgedOn ?? today }),
  assess: () => ({}),
  answer: ({ answeredOn }, today) => ({ answeredOn: answeredOn ?? today }),
  close: (_, today) => ({ closedOn: today }),
  reopen: () => ({ answeredOn: null, decisionCommunicatedOn: null, satisfied: 'unknown', closedOn: null }),
};

/** A complaint with nothing said yet. */
export const blank = () => ({
  state: 'received' as const,
  disciplines: ['quality' as const],
  siteId: null,
  processId: null,
  contact: null,
  product: null,
  lot: null,
  externalRef: null,
  duplicateOfId: null,
  ownerId: null,
  acknowledgedOn: null,
  seriousness: null,
  assessment: null,
  justified: null,
  nonconformityId: null,
  answer: null,
  answeredOn: null,
  decisionCommunicatedOn: null,
  satisfied: 'unknown' as const,
  closedOn: null,
  flags: [],
});
