import type { Conditions, Tx } from '#platform';
import type { AspectQuery } from './aspect.dto.js';
import { inEnvironment } from './aspect.policy.js';
import {
  holds,
  isAssessed,
  isSignificant,
  isWatched,
  lacksControl,
  lacksIndicator,
  lacksOwner,
} from './aspect-standing.js';

const only = (wanted: boolean | undefined, condition: string): [string] | false =>
  wanted !== undefined && [wanted ? condition : `NOT ${condition}`];
const significantAnd = (condition: string) => `(r.state = 'active' AND ${condition} AND ${isSignificant})`;

/** `S:4,P:5` as the object that an assessment keeps. */
const scoresOf = (text: string): Record<string, number> =>
  Object.fromEntries(text.split(',').map((part) => [part.split(':')[0]!, Number(part.split(':')[1])]));

/** All that a list of aspects can be filtered by (alias `r`), within what the caller may read. */
export function aspectConditions(tx: Tx, query: Partial<AspectQuery>): Conditions {
  const sites = tx.actor.sitesFor('aspect:read', 'environment');
  return [
    (!tx.actor.can('aspect:read', inEnvironment()) || query.discipline === 'quality') && ['false'],
    sites && ['(r.siteId IS NULL OR r.siteId = ANY (:sites))', { sites }],
    query.state && ['r.state = :state', { state: query.state }],
    query.category && ['r.category = :category', { category: query.category }],
    query.condition && ['r.condition = :condition', { condition: query.condition }],
    query.sign && ['r.sign = :sign', { sign: query.sign }],
    query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
    query.processId && ['r.processId = :processId', { processId: query.processId }],
    query.ownerId && ['r.ownerId = :ownerId', { ownerId: query.ownerId }],
    only(query.significant, isSignificant),
    only(query.watch, isWatched),
    only(query.unassessed === undefined ? undefined : !query.unassessed, isAssessed),
    query.methodVersionId && [
      holds('s.method_version_id = :methodVersionId'),
      { methodVersionId: query.methodVersionId },
    ],
    query.otherMethodVersionThan && [
      holds('s.method_version_id <> :otherMethodVersionThan'),
      { otherMethodVersionThan: query.otherMethodVersionThan },
    ],
    query.scores && [holds('s.scores @> CAST(:scores AS jsonb)'), { scores: JSON.stringify(scoresOf(query.scores)) }],
    only(query.incomplete, significantAnd(`(${lacksControl} OR ${lacksIndicator} OR ${lacksOwner})`)),
    only(query.withoutControl, significantAnd(lacksControl)),
    only(query.withoutIndicator, significantAnd(lacksIndicator)),
    only(query.withoutOwner, significantAnd(lacksOwner)),
  ];
}
