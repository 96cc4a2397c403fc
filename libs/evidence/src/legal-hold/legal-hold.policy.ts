import { type Actor, isSame, type Reason, type Rule } from '#platform';
import { personOf } from '../redaction/redaction.policy.js';
import type { LegalHold } from './legal-hold.entity.js';

export type LegalHoldRule = Rule<LegalHold, null>;

export const mayRead = (actor: Actor): boolean => actor.can('legalHold:read');

/** A hold of everything or of a kind concerns every site. */
export const mayManage = (actor: Actor, { scope, heldSiteId }: Pick<LegalHold, 'scope' | 'heldSiteId'>): boolean =>
  actor.isPerson &&
  (scope === 'record'
    ? actor.can('legalHold:manage')
    : scope === 'site'
      ? actor.can('legalHold:manage', { siteId: heldSiteId })
      : actor.canEverywhere('legalHold:manage'));

export const manages: LegalHoldRule = ({ actor, record }) =>
  mayManage(actor, record)
    ? undefined
    : { code: 'permission-missing', message: 'Legal holds are set and lifted by managers or the top management.' };

const anotherThan = (actor: LegalHold['requestedBy'] | null, same: (person: string | null) => boolean): Reason[] =>
  same(personOf(actor)) ? [{ code: 'four-eyes', message: 'Another person than the one who asked must decide.' }] : [];

/** Four eyes: no organisation can switch this off. */
export const setsAnothers: LegalHoldRule = (situation) => [
  ...[manages(situation) ?? []].flat(),
  ...anotherThan(situation.record.requestedBy, (person) => isSame(situation.actor, person)),
];

export const liftsAnothers: LegalHoldRule = (situation) => [
  ...[manages(situation) ?? []].flat(),
  ...anotherThan(situation.record.liftRequestedBy, (person) => isSame(situation.actor, person)),
];

export const asked: LegalHoldRule = ({ actor, record }) =>
  isSame(actor, personOf(record.requestedBy))
    ? undefined
    : { code: 'permission-missing', message: 'A request is withdrawn by the person who made it.' };
