import { type Actor, isSame, type Rule, type Workflow } from '#platform';
import type { Aspect, AspectState } from './aspect.entity.js';

/** What the rules must know besides the aspect. */
export interface AspectFacts {
  processOwnerId: string | null;
}

/** Aspects belong to environmental management alone. */
export const inEnvironment = (siteId: string | null = null) => ({ disciplines: ['environment'] as const, siteId });

export const mayRead = (actor: Actor, aspect: Pick<Aspect, 'siteId'>): boolean =>
  actor.can('aspect:read', inEnvironment(aspect.siteId));

export const mayRegister = (actor: Actor, siteId: string | null): boolean =>
  actor.can('aspect:manage', inEnvironment(siteId));

export const mayAssess = (actor: Actor, aspect: Pick<Aspect, 'siteId'>): boolean =>
  actor.can('aspect:assess', inEnvironment(aspect.siteId));

/** The environmental manager changes any aspect, a process owner those of their own or of their process. */
export const mayEdit = (actor: Actor, aspect: Aspect, { processOwnerId }: AspectFacts): boolean =>
  mayAssess(actor, aspect) ||
  (mayRegister(actor, aspect.siteId) && (isSame(actor, aspect.ownerId) || isSame(actor, processOwnerId)));

const manages: Rule<Aspect, null> = ({ actor, record }) =>
  mayAssess(actor, record)
    ? undefined
    : { code: 'permission-missing', message: 'This is for the environmental manager.' };

/** An aspect is retired when its activity ends, and may come back with it; nothing is deleted. */
export const aspectWorkflow = {
  retire: { from: ['active'], to: 'retired', who: manages, reason: 'required' },
  reinstate: { from: ['retired'], to: 'active', who: manages, reason: 'required' },
} satisfies Workflow<Aspect, AspectState, null>;
