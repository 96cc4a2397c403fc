import { type Actor, isSame, type Reason, type Rule, type Workflow } from '#platform';
import type { Nonconformity } from '../nonconformity/nonconformity.entity.js';
import type { Action, ActionState } from './action.entity.js';

/** The nonconformity that the action belongs to, if any. */
export interface ActionFacts {
  nonconformity: Nonconformity | null;
}
type ActionRule = Rule<Action, ActionFacts>;

export const mayRead = (actor: Actor, action: Action): boolean => actor.can('action:read', action);

export const mayPlan = (
  actor: Actor,
  scope: Pick<Action, 'disciplines' | 'siteId'>,
  nonconformity: Nonconformity | null,
): boolean => actor.can('action:plan', scope) || (nonconformity !== null && isSame(actor, nonconformity.ownerId));

const no = (code: string, message: string): Reason => ({ code, message });

const performs: ActionRule = ({ actor, record }) =>
  isSame(actor, record.ownerId) ? undefined : no('not-the-owner', 'Only the action’s owner does this.');

const accepts: ActionRule = ({ actor, record, facts }) =>
  actor.can('action:accept', record) || (facts.nonconformity !== null && isSame(actor, facts.nonconformity.ownerId))
    ? undefined
    : no('permission-missing', 'This is for the case owner or the manager.');

const accepterIsNotOwner: ActionRule = ({ actor, record }) =>
  isSame(actor, record.ownerId)
    ? no('accepter-is-owner', 'An action is accepted by someone other than its owner.')
    : undefined;

const cancels: ActionRule = ({ actor, record }) =>
  actor.can('action:accept', record) ? undefined : no('permission-missing', 'An action is cancelled by the manager.');

/** The life of an action. Overdue is computed, never a state. */
export const actionWorkflow = {
  start: { from: ['planned'], to: 'in_progress', who: performs },
  complete: { from: ['planned', 'in_progress', 'returned'], to: 'done', who: performs, needs: ['completion'] },
  accept: { from: ['done'], to: 'accepted', who: accepts, separation: [accepterIsNotOwner] },
  return: { from: ['done'], to: 'returned', who: accepts, reason: 'required' },
  cancel: { from: ['planned', 'in_progress', 'returned'], to: 'cancelled', who: cancels, reason: 'required' },
} satisfies Workflow<Action, ActionState, ActionFacts>;
