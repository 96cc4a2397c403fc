import { type Actor, isSame, type Rule } from '#platform';
import { personOf } from '../redaction/redaction.policy.js';
import type { Disposal } from './disposal.entity.js';

export type DisposalRule = Rule<Disposal, null>;

/** How long things are kept concerns the whole organisation. */
export const mayRead = (actor: Actor): boolean => actor.canEverywhere('retention:read');
export const mayManage = (actor: Actor): boolean => actor.canEverywhere('retention:manage') && actor.isPerson;

const manages: DisposalRule = ({ actor }) =>
  mayManage(actor)
    ? undefined
    : { code: 'permission-missing', message: 'Records are disposed of by managers or the top management.' };

/** Four eyes: no organisation can switch this off. */
export const another: DisposalRule = (situation) => [
  ...[manages(situation) ?? []].flat(),
  ...(isSame(situation.actor, personOf(situation.record.requestedBy))
    ? [{ code: 'approver-is-requester', message: 'Another person than the one who asked must decide.' }]
    : []),
];

export const asked: DisposalRule = ({ actor, record }) =>
  isSame(actor, personOf(record.requestedBy))
    ? undefined
    : { code: 'permission-missing', message: 'A request is withdrawn by the person who made it.' };
