import { type Actor, isSame, type Reason, type Rule } from '#platform';
import type { Action } from '../action/action.entity.js';
import type { EffectivenessCheck, Nonconformity } from './nonconformity.entity.js';

/** What the workflow of a nonconformity must know besides the record. */
export interface NonconformityFacts {
  /** Actions of the present cycle. */
  actions: Action[];
  /** The newest effectiveness check of the present cycle. */
  check: EffectivenessCheck | null;
  /** What the disciplines ask for before an action is taken (such as a disposition): one reason each. */
  demands: { action: string; reason: Reason }[];
}

export type NonconformityRule = Rule<Nonconformity, NonconformityFacts>;

const auditSources = ['internal_audit', 'external_audit'];
const reason = (code: string, message: string, field?: string): Reason => ({ code, message, ...(field && { field }) });

export const mayRead = (actor: Actor, nc: Nonconformity): boolean => actor.can('nonconformity:read', nc);

export const mayRaise = (actor: Actor, nc: Pick<Nonconformity, 'disciplines' | 'siteId'>): boolean =>
  actor.can('nonconformity:raise', nc);

/** The manager of the discipline, or the lead auditor for what an audit found. */
const mayDecide = (
  actor: Actor,
  nc: Nonconformity,
  permission: 'nonconformity:triage' | 'nonconformity:close' | 'nonconformity:reopen',
): boolean =>
  actor.can(permission, nc) || (auditSources.includes(nc.source) && actor.can('nonconformity:decideAudit', nc));

export const mayTriage = (actor: Actor, nc: Nonconformity): boolean => mayDecide(actor, nc, 'nonconformity:triage');

/** The case owner, the investigator or the manager of the discipline. */
export const mayHandle = (actor: Actor, nc: Nonconformity): boolean =>
  isSame(actor, nc.ownerId) ||
  isSame(actor, nc.investigatorId) ||
  actor.can('nonconformity:accept', nc) ||
  mayTriage(actor, nc);

export const raises: NonconformityRule = ({ actor, record }) =>
  isSame(actor, record.raisedById) ||
  mayTriage(actor, record) ||
  (record.raisedById === null && mayRaise(actor, record))
    ? undefined
    : reason('not-the-raiser', 'Only the person who wrote it, or the manager, may submit it.');

export const triages: NonconformityRule = ({ actor, record }) =>
  mayTriage(actor, record)
    ? undefined
    : reason(
        'permission-missing',
        'This is for the quality or environmental manager, or the lead auditor for findings of an audit.',
      );

export const handles: NonconformityRule = ({ actor, record }) =>
  isSame(actor, record.ownerId) || actor.can('nonconformity:accept', record)
    ? undefined
    : reason('not-the-owner', 'This is for the case owner.');

export const accepts: NonconformityRule = ({ actor, record }) =>
  actor.can(record.grade === 'critical' ? 'nonconformity:acceptCritical' : 'nonconformity:accept', record)
    ? undefined
    : record.grade === 'critical'
      ? reason('permission-missing', 'The plan of a critical nonconformity is approved by top management.')
      : reason('permission-missing', 'This is for the quality or environmental manager.');

export const acceptsCauses: NonconformityRule = ({ actor, record }) =>
  actor.can('nonconformity:accept', record)
    ? undefined
    : reason('permission-missing', 'This is for the quality or environmental manager.');

export const closes: NonconformityRule = ({ actor, record }) =>
  mayDecide(actor, record, 'nonconformity:close')
    ? undefined
    : reason(
        'permission-missing',
        'This is for the quality or environmental manager, or the lead auditor for findings of an audit.',
      );

export const reopens: NonconformityRule = ({ actor, record }) =>
  mayDecide(actor, record, 'nonconformity:reopen')
    ? undefined
    : reason(
        'permission-missing',
        'This is for the quality or environmental manager, or the lead auditor for findings of an audit.',
      );

export const verifies: NonconformityRule = ({ actor, record }) =>
  isSame(actor, record.verifierId) || actor.can('nonconformity:close', record)
    ? undefined
    : reason('not-the-verifier', 'This is for the named verifier.');

export const appeals: NonconformityRule = ({ actor, record }) =>
  isSame(actor, record.raisedById) ? undefined : reason('not-the-raiser', 'Only the person who raised it may appeal.');

// Separation of duties: each may be switched from "refuse" to "justify" by the organisation, but not for major ones.

/** Two people stand behind the closure of these in any case. */
export const isMajor = ({ grade }: Nonconformity): boolean => grade !== null && grade !== 'minor';

export const rejecterIsNotRaiser: NonconformityRule = ({ actor, record }) =>
  auditSources.includes(record.source) && isSame(actor, record.raisedById)
    ? reason('rejecter-is-raiser', 'A finding of an audit is not rejected by the person who raised it.')
    : undefined;

export const approverIsNotInvestigator: NonconformityRule = ({ actor, record }) =>
  isSame(actor, record.investigatorId)
    ? reason(
        'approver-is-investigator',
        'The causes are accepted by someone other than the investigator.',
        '/investigatorId',
      )
    : undefined;

export const closerIsNotOwner: NonconformityRule = ({ actor, record }) =>
  isSame(actor, record.ownerId)
    ? reason('closer-is-owner', 'The person who closes must not be the case owner.', '/ownerId')
    : undefined;

export const closerOwnsNoAction: NonconformityRule = ({ actor, facts }) =>
  facts.actions.some((action) => isSame(actor, action.ownerId))
    ? reason('closer-is-action-owner', 'The person who closes must not have done one of the actions.')
    : undefined;

export const verifierOwnsNoAction: NonconformityRule = ({ record, facts }) =>
  record.verifierId !== null && facts.actions.some((action) => action.ownerId === record.verifierId)
    ? reason('verifier-is-action-owner', 'The verifier must not own one of the actions.', '/verifierId')
    : undefined;
