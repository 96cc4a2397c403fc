import { conflict, invalid } from '#platform';
import type { EditComplaint } from './complaint.dto.js';
import type { Complaint, ComplaintState } from './complaint.entity.js';

type Days = Pick<Complaint, 'receivedOn' | 'acknowledgedOn' | 'answeredOn' | 'decisionCommunicatedOn'>;

/** What happened did so after the complaint came, and not in the future: 422 otherwise. */
export function requirePossibleDays(complaint: Days, today: string): void {
  const fields = ['receivedOn', 'acknowledgedOn', 'answeredOn', 'decisionCommunicatedOn'] as const;
  const mistakes = fields.flatMap((field) => {
    const day = complaint[field];
    if (day === null) return [];
    if (day > today)
      return [{ code: 'in-the-future', field: `/${field}`, message: 'It cannot have been in the future.' }];
    if (day < complaint.receivedOn)
      return [
        { code: 'before-receipt', field: `/${field}`, message: 'It cannot have been before the complaint came.' },
      ];
    return [];
  });
  if (mistakes.length > 0) throw invalid(...mistakes);
}

/** The assessment is fixed with its step, the answer with its own. */
const editableIn: Partial<Record<keyof Complaint, ComplaintState[]>> = {
  seriousness: ['received', 'acknowledged'],
  assessment: ['received', 'acknowledged'],
  justified: ['received', 'acknowledged'],
  answer: ['received', 'acknowledged', 'assessed'],
  answeredOn: ['received', 'acknowledged', 'assessed'],
};

/** 409 for a closed complaint, and for what an earlier step has settled; reopening unlocks it. */
export function refuseLocked({ state }: Complaint, given: (keyof Complaint)[]): void {
  if (state === 'closed') throw conflict('record-closed', 'The complaint is closed; it can be read, not changed.');
  const locked = given.find((field) => editableIn[field] && !editableIn[field].includes(state));
  if (locked)
    throw conflict('field-locked', `It is fixed while the complaint is ${state}; reopen it first.`, `/${locked}`);
}

const explained = ['customer', 'channel', 'receivedOn', 'product', 'lot', 'description', 'ownerId'] as const;

/** Once the customer had an acknowledgement, nobody changes what was said without saying why: 422. */
export function requireReason(complaint: Complaint, changes: EditComplaint, reason: string | undefined): void {
  if (complaint.state === 'received' || reason) return;
  const fields = explained.filter((field) => {
    const before = complaint[field];
    return changes[field] !== undefined && changes[field] !== before && before !== null;
  });
  if (fields.length > 0)
    throw invalid(
      ...fields.map((field) => ({ code: 'reason-required', field: `/${field}`, message: 'Say why it changes.' })),
    );
}
