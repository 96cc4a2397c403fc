import type { ActorSql } from '#platform';
import type { Waiting } from '../record-type/record-types.js';

/** A hold waits for someone else than the one who asked for it, and so does its end. */
export function legalHoldWork(caller: ActorSql): Waiting[] {
  const everywhere = caller.mayEverywhere('legalHold:manage');
  const manages = `${caller.isPerson} AND CASE r.scope WHEN 'record' THEN ${caller.mayAt('legalHold:manage', null)}
    WHEN 'site' THEN ${caller.mayAt('legalHold:manage', 'r.held_site_id')} ELSE ${everywhere} END`;
  return [
    { expected: 'set_hold', when: `r.state = 'requested' AND ${manages} AND ${caller.isNotActor('r.requested_by')}` },
    {
      expected: 'lift_hold',
      when: `r.state = 'lift_requested' AND ${manages} AND ${caller.isNotActor('r.lift_requested_by')}`,
    },
  ];
}
