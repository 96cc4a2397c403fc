import { type Actor, isSame, type Reason, type Rule } from '#platform';
import type { Redaction } from './redaction.entity.js';

export type RedactionRule = Rule<Redaction, null>;

const permissionMissing = (message: string): Reason => ({ code: 'permission-missing', message });

/** The person behind a name in the history; null for others than people. */
export const personOf = (key: string | null): string | null => (key?.startsWith('p:') ? key.slice(2) : null);

export const mayRead = (actor: Actor, redaction: Redaction): boolean =>
  redaction.siteId === null
    ? actor.canEverywhere('redaction:read')
    : actor.can('redaction:read', { siteId: redaction.siteId });

/** What concerns several sites, or people and files that know no site, takes somebody who answers for all of them. */
const mayDecide = (actor: Actor, { siteId, attachmentIds }: Redaction): boolean =>
  siteId === null || attachmentIds.length > 0
    ? actor.canEverywhere('redaction:decide')
    : actor.can('redaction:decide', { siteId });

export const decides: RedactionRule = ({ actor, record }) =>
  mayDecide(actor, record) && actor.isPerson
    ? undefined
    : permissionMissing('An erasure is decided by a manager or the top management.');

/** Four eyes: no organisation can switch this off. */
export const approverIsNotRequester: RedactionRule = ({ actor, record }) =>
  isSame(actor, personOf(record.requestedBy))
    ? {
        code: 'approver-is-requester',
        message: 'Another person than the one who asked must decide.',
        field: '/requestedBy',
      }
    : undefined;

export const asked: RedactionRule = ({ actor, record }) =>
  isSame(actor, personOf(record.requestedBy))
    ? undefined
    : permissionMissing('A request is withdrawn by the person who made it.');
