import { type Actor, isSame, type Reason, type Rule } from '#platform';
import type { NonconformingOutput } from './nonconforming-output.entity.js';

export type OutputRule = Rule<NonconformingOutput, null>;

const refused = (message: string): Reason => ({ code: 'permission-missing', message });

export const mayRead = (actor: Actor, output: NonconformingOutput): boolean =>
  actor.can('nonconformingOutput:read', output);

export const mayRecord = (actor: Actor, output: Pick<NonconformingOutput, 'disciplines' | 'siteId'>): boolean =>
  actor.can('nonconformingOutput:record', output);

/** Clause 8.7.2 asks who decided, so it takes a person. */
export const mayDecide = (actor: Actor, output: NonconformingOutput): boolean =>
  actor.isPerson && actor.can('nonconformingOutput:decide', output);

export const mayConcede = (actor: Actor, output: NonconformingOutput): boolean =>
  actor.isPerson && actor.can('nonconformingOutput:concede', output);

export const mayVerify = (actor: Actor, output: NonconformingOutput): boolean =>
  actor.isPerson && actor.can('nonconformity:verify', output);

/** The person who recorded it, or who decides. */
export const mayDescribe = (actor: Actor, output: NonconformingOutput): boolean =>
  isSame(actor, output.recordedById) || mayDecide(actor, output);

export const decides: OutputRule = ({ actor, record }) =>
  mayDecide(actor, record)
    ? undefined
    : refused('What becomes of an output is decided by a person who is authorised, such as the quality manager.');

export const concedes: OutputRule = ({ actor, record }) =>
  mayConcede(actor, record) ? undefined : refused('A concession is granted by the quality manager or top management.');

export const verifies: OutputRule = ({ actor, record }) =>
  mayVerify(actor, record)
    ? undefined
    : refused('An output is verified by the process owner, an auditor or the manager.');

export const granterIsNotDecider: OutputRule = ({ actor, record }) =>
  isSame(actor, record.decidedById)
    ? {
        code: 'concession-by-decider',
        message: 'A concession is granted by someone other than the person who decided.',
        field: '/decidedById',
      }
    : undefined;
