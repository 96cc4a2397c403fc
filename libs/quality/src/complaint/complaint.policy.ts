import { type Actor, isSame, type Reason, type Rule } from '#platform';
import type { Complaint } from './complaint.entity.js';

/** What the workflow of a complaint must know besides the record. */
export interface ComplaintFacts {
  /** The complaint that this one repeats, if any. */
  original: Complaint | null;
}

export type ComplaintRule = Rule<Complaint, ComplaintFacts>;

const permissionMissing = (message: string): Reason => ({ code: 'permission-missing', message });

export const mayRead = (actor: Actor, complaint: Complaint): boolean => actor.can('complaint:read', complaint);

export const mayRegister = (actor: Actor, complaint: Pick<Complaint, 'disciplines' | 'siteId'>): boolean =>
  actor.can('complaint:register', complaint);

/** The owner, or who assesses complaints. */
export const mayHandle = (actor: Actor, complaint: Complaint): boolean =>
  isSame(actor, complaint.ownerId) || actor.can('complaint:assess', complaint);

/** While it is only received, the person who took it down may still correct it. */
export const mayCorrect = (actor: Actor, complaint: Complaint): boolean =>
  mayHandle(actor, complaint) || (complaint.state === 'received' && isSame(actor, complaint.registeredById));

export const handles: ComplaintRule = ({ actor, record }) =>
  mayHandle(actor, record)
    ? undefined
    : { code: 'not-the-owner', message: 'This is for the owner of the complaint or the quality manager.' };

export const assesses: ComplaintRule = ({ actor, record }) =>
  actor.can('complaint:assess', record)
    ? undefined
    : permissionMissing('A complaint is assessed by the quality manager.');

export const closes: ComplaintRule = ({ actor, record }) =>
  actor.can('complaint:close', record)
    ? undefined
    : permissionMissing('A complaint is closed and reopened by the quality manager.');

export const closerIsNotOwner: ComplaintRule = ({ actor, record }) =>
  isSame(actor, record.ownerId)
    ? { code: 'closer-is-owner', message: 'The person who closes must not be the owner.', field: '/ownerId' }
    : undefined;
