import type { ActorSql } from '#platform';
import type { Waiting } from '../record-type/record-types.js';

/** A disposal waits for someone who answers for all records and did not ask for it. */
export const disposalWork = (caller: ActorSql): Waiting[] => [
  {
    expected: 'decide_disposal',
    when: `r.state = 'requested' AND ${caller.isPerson} AND ${caller.mayEverywhere('retention:manage')}
      AND ${caller.isNotActor('r.requested_by')}`,
  },
];
