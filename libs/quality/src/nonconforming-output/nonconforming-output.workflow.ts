import type { Reason, Workflow } from '#platform';
import { needsConcession, needsVerification } from './disposition.js';
import type { NonconformingOutput, NonconformingOutputState } from './nonconforming-output.entity.js';
import { concedes, decides, granterIsNotDecider, type OutputRule, verifies } from './nonconforming-output.policy.js';

const unless = (holds: boolean, code: string, message: string, field: string): Reason | undefined =>
  holds ? undefined : { code, message, field };

const conceded = ({ disposition, concessionApprovedOn }: NonconformingOutput) =>
  unless(
    !needsConcession(disposition) || concessionApprovedOn !== null,
    'concession-missing',
    'It stays nonconforming when it is used: a concession must be granted first.',
    '/concessionApprovedOn',
  );

const conforms = ({ disposition, verificationResult, verifiedOn, state }: NonconformingOutput) =>
  unless(
    !needsVerification(disposition) ||
      (verificationResult === 'conforming' && verifiedOn !== null && (state === 'verified' || state === 'closed')),
    'not-verified',
    verificationResult === 'not_conforming'
      ? 'It did not conform after the correction: decide anew.'
      : 'What was reworked or repaired must be verified as conforming first.',
    '/verificationResult',
  );

/** What is still open before an output counts as dealt with; nothing when all is settled. */
export function outstanding(output: NonconformingOutput): Reason[] {
  if (output.state === 'recorded')
    return [{ code: 'not-decided', message: 'What becomes of it is not decided.', field: '/disposition' }];
  return [conceded(output), conforms(output)].filter((reason) => reason !== undefined);
}

const settled: OutputRule = ({ record }) => outstanding(record);

const takesConcession: OutputRule = ({ record }) =>
  unless(
    needsConcession(record.disposition),
    'no-concession-needed',
    'Only a repair or a use as it is takes a concession.',
    '/disposition',
  );

const covers: OutputRule = ({ record }) =>
  unless(
    record.concessionLimitQuantity === null || record.concessionLimitQuantity >= record.quantity,
    'limit-too-low',
    `The concession must cover the whole output, ${record.quantity} ${record.unit}.`,
    '/concessionLimitQuantity',
  );

const stillValid: OutputRule = ({ record, today }) =>
  unless(
    record.concessionValidUntil === null || record.concessionValidUntil >= today,
    'expired',
    'The concession would have run out already.',
    '/concessionValidUntil',
  );

const takesVerification: OutputRule = ({ record }) =>
  unless(
    needsVerification(record.disposition),
    'no-verification-needed',
    'Only what was reworked or repaired is verified anew.',
    '/disposition',
  );

/** The life of a nonconforming output. */
export const nonconformingOutputWorkflow = {
  decide: {
    from: ['recorded'],
    to: 'decided',
    who: decides,
    needs: ['disposition', 'dispositionReason', 'authority'],
  },
  grantConcession: {
    from: ['decided'],
    to: 'concession_granted',
    who: concedes,
    separation: [granterIsNotDecider],
    needs: ['concessionNumber'],
    checks: [takesConcession, covers, stillValid],
  },
  verify: {
    from: ['decided', 'concession_granted'],
    to: 'verified',
    who: verifies,
    needs: ['verificationResult'],
    checks: [takesVerification, ({ record }) => conceded(record)],
  },
  close: { from: ['decided', 'concession_granted', 'verified'], to: 'closed', who: decides, checks: [settled] },
  withdrawDecision: {
    from: ['decided', 'concession_granted', 'verified'],
    to: 'recorded',
    who: decides,
    reason: 'required',
  },
} satisfies Workflow<NonconformingOutput, NonconformingOutputState, null>;

export type NonconformingOutputAction = keyof typeof nonconformingOutputWorkflow;
