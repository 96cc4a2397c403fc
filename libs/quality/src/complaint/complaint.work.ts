import type { Waiting } from '#evidence';
import type { ActorSql } from '#platform';
import { daysToAcknowledge } from './complaint.view.js';

const assessed =
  '(r.owner_id IS NOT NULL AND r.seriousness IS NOT NULL AND r.assessment IS NOT NULL AND r.justified IS NOT NULL)';

/** What closing checks: a justified complaint led to a nonconformity, or repeats one that did. */
const followed = `(NOT coalesce(r.justified, false) OR r.nonconformity_id IS NOT NULL OR EXISTS (SELECT FROM complaint o
  WHERE o.org_id = r.org_id AND o.id = r.duplicate_of_id AND o.nonconformity_id IS NOT NULL))`;

/** A complaint waits for its owner, or for who assesses complaints while it has none, and for who closes it. */
export function complaintWork(caller: ActorSql): Waiting[] {
  const [assesses, closes] = [caller.may('complaint:assess'), caller.may('complaint:close')];
  const owns = `(r.owner_id = ${caller.person} OR r.owner_id IS NULL AND ${assesses})`;
  return [
    {
      expected: 'acknowledge_complaint',
      when: `r.state = 'received' AND ${owns}`,
      dueOn: `r.received_on + ${daysToAcknowledge}`,
    },
    { expected: 'look_into_complaint', when: `r.state = 'acknowledged' AND NOT ${assessed} AND ${owns}` },
    { expected: 'assess_complaint', when: `r.state = 'acknowledged' AND ${assessed} AND ${assesses}` },
    { expected: 'answer_complaint', when: `r.state = 'assessed' AND ${owns}` },
    { expected: 'raise_nonconformity', when: `r.state = 'answered' AND NOT ${followed} AND ${owns}` },
    {
      expected: 'close_complaint',
      when: `r.state = 'answered' AND ${followed} AND ${closes} AND ${caller.apart('closer-is-owner', caller.isNot('r.owner_id'))}`,
    },
  ];
}
