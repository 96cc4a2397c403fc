import type { Waiting } from '#evidence';
import type { ActorSql } from '#platform';
import { currentAssessment } from './aspect-standing.js';

/** An aspect waits for the second approver of an override, as long as no later assessment counts instead. */
export const aspectWork = (caller: ActorSql): Waiting[] => [
  {
    expected: 'confirm_override',
    when: `r.state = 'active' AND ${caller.may('aspect:assess', `ARRAY['environment']::varchar[]`)} AND EXISTS (SELECT FROM aspect_assessment p
      WHERE p.org_id = r.org_id AND p.aspect_id = r.id AND p.override_state = 'proposed' AND p.second_approver_id = ${caller.person}
        AND p.id = (SELECT s.id FROM ${currentAssessment('r')} s))`,
  },
];
