import { type Actor, conflict, forbidden, invalid, Problem } from '#platform';
import type { EditNonconformingOutput } from './nonconforming-output.dto.js';
import type { NonconformingOutput, NonconformingOutputState } from './nonconforming-output.entity.js';
import { mayConcede, mayDecide, mayDescribe, mayVerify } from './nonconforming-output.policy.js';

interface Part {
  fields: readonly (keyof NonconformingOutput)[];
  may: (actor: Actor, output: NonconformingOutput) => boolean;
  states: readonly NonconformingOutputState[];
  who: string;
}

/** Who fills in what, and until when: each part is fixed with the step that it belongs to. */
const parts: readonly Part[] = [
  {
    fields: ['product', 'lot', 'quantity', 'unit', 'foundAt', 'description'],
    may: mayDescribe,
    states: ['recorded'],
    who: 'The output is described by the person who recorded it',
  },
  {
    fields: ['disposition', 'dispositionReason', 'authority'],
    may: mayDecide,
    states: ['recorded'],
    who: 'The disposition is for an authorised person',
  },
  {
    fields: ['concessionNumber', 'concessionLimitQuantity', 'concessionValidUntil', 'concessionCustomerApproved'],
    may: (actor, output) => mayConcede(actor, output) || mayDecide(actor, output),
    states: ['decided'],
    who: 'The concession is for those who decide or grant it',
  },
  {
    fields: ['verificationResult', 'verificationEvidence', 'verifiedOn'],
    may: mayVerify,
    states: ['decided', 'concession_granted'],
    who: 'The verification is for the process owner, an auditor or the manager',
  },
];

/** 403 for the wrong person, 409 for a part that is fixed, 422 for a day that cannot be. */
export function requireEditable(
  actor: Actor,
  output: NonconformingOutput,
  changes: Omit<EditNonconformingOutput, 'reason'>,
  today: string,
): void {
  const touched = parts
    .map((part) => ({
      ...part,
      field: part.fields.find((field) => changes[field as keyof typeof changes] !== undefined),
    }))
    .filter(({ field }) => field !== undefined);
  if (touched.length === 0 && !mayDescribe(actor, output)) throw forbidden();
  for (const { may, who } of touched) if (!may(actor, output)) throw forbidden(who);
  if (output.state === 'closed') throw conflict('record-closed', 'The output is closed; it can be read, not changed.');
  for (const { field, states } of touched)
    if (!states.includes(output.state))
      throw conflict('field-locked', `It is not changed while the output is ${output.state}.`, `/${field}`);
  if (changes.verifiedOn && changes.verifiedOn > today)
    throw invalid({ code: 'in-the-future', field: '/verifiedOn', message: 'It cannot have been in the future.' });
  if (changes.verifiedOn && output.decidedOn && changes.verifiedOn < output.decidedOn)
    throw invalid({ code: 'before-decision', field: '/verifiedOn', message: 'It comes after the decision.' });
}

/** Runs work on a part of a request, so that what is wrong with it points into that part. */
export async function within<T>(pointer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.getStatus() !== 422) throw error;
    const reasons = error.reasons.map((reason) => ({
      ...reason,
      ...(reason.field && { field: pointer + reason.field }),
    }));
    throw new Problem(422, error.kind, error.title, reasons, error.headers);
  }
}
