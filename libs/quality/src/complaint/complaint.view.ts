import { shown, type Transition } from '#platform';
import type { ComplaintRow, ComplaintView } from './complaint.dto.js';
import type { Complaint } from './complaint.entity.js';

/** Days within which a customer should hear that the complaint arrived; long enough for any weekend. */
export const daysToAcknowledge = 5;

/** In what a list looks for words. */
export const complaintWords = ['reference', 'customer', 'product', 'lot', 'description', 'external_ref'];

/** What a list shows: no long texts. */
export const listColumns = [
  'reference',
  'state',
  'disciplines',
  'siteId',
  'processId',
  'customer',
  'contact',
  'channel',
  'receivedOn',
  'lateEntry',
  'product',
  'lot',
  'externalRef',
  'duplicateOfId',
  'registeredById',
  'ownerId',
  'acknowledgedOn',
  'seriousness',
  'justified',
  'nonconformityId',
  'answeredOn',
  'decisionCommunicatedOn',
  'satisfied',
  'closedOn',
  'flags',
] as const satisfies (keyof Complaint)[];

function acknowledgement({ receivedOn, acknowledgedOn }: Complaint, today: string) {
  const due = new Date(`${receivedOn}T00:00:00Z`);
  due.setUTCDate(due.getUTCDate() + daysToAcknowledge);
  const acknowledgeBy = due.toISOString().slice(0, 10);
  return { acknowledgeBy, acknowledgementLate: (acknowledgedOn ?? today) > acknowledgeBy };
}

export const viewRow = (complaint: Complaint, today: string): ComplaintRow => ({
  ...shown(complaint),
  ...acknowledgement(complaint, today),
});

export const viewComplaint = (complaint: Complaint, transitions: Transition[], today: string): ComplaintView => ({
  ...shown(complaint),
  ...acknowledgement(complaint, today),
  transitions,
});
