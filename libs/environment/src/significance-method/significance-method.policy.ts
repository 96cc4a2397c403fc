import type { Actor, Rule, Workflow } from '#platform';
import type {
  MethodVersionState,
  SignificanceMethod,
  SignificanceMethodVersion,
} from './significance-method.entity.js';

type Disciplines = Pick<SignificanceMethod, 'disciplines'>;
type VersionRule = Rule<SignificanceMethodVersion, Disciplines>;

export const mayRead = (actor: Actor, { disciplines }: Disciplines): boolean =>
  actor.can('aspect:read', { disciplines });

export const mayDraft = (actor: Actor, { disciplines }: Disciplines): boolean =>
  actor.can('significanceMethod:draft', { disciplines });

/** Approval is a personal act: an integration never gives it. */
export const mayApprove = (actor: Actor, { disciplines }: Disciplines): boolean =>
  actor.isPerson && actor.can('significanceMethod:approve', { disciplines });

const approves: VersionRule = ({ actor, facts }) =>
  mayApprove(actor, facts)
    ? undefined
    : { code: 'permission-missing', message: 'This is for the environmental manager or top management.' };

const approverIsNotAuthor: VersionRule = ({ actor, record }) =>
  actor.personId !== null && record.authorIds.includes(actor.personId)
    ? {
        code: 'method-approver-is-author',
        message: 'A method is approved by someone who did not write on it.',
        field: '/authorIds',
      }
    : undefined;

export const methodVersionWorkflow = {
  publish: {
    from: ['draft'],
    to: 'published',
    who: approves,
    separation: [approverIsNotAuthor],
    signs: 'method_published',
  },
} satisfies Workflow<SignificanceMethodVersion, MethodVersionState, Disciplines>;
