import type { Waiting } from '#evidence';
import type { ActorSql } from '#platform';

const caseOf = 'FROM nonconformity n WHERE n.org_id = r.org_id AND n.id = r.nonconformity_id';

/** An action waits for its owner and, when it is done, for the manager or the owner of its nonconformity. */
export function actionWork(caller: ActorSql): Waiting[] {
  const me = caller.person;
  const accepts = `(${caller.may('action:accept')} OR EXISTS (SELECT ${caseOf} AND n.owner_id = ${me}))`;
  return [
    {
      expected: 'perform_action',
      when: `r.owner_id = ${me} AND r.state IN ('planned', 'in_progress', 'returned')`,
      dueOn: 'r.due_on',
    },
    {
      expected: 'accept_action',
      when: `r.state = 'done' AND ${accepts} AND ${caller.apart('accepter-is-owner', caller.isNot('r.owner_id'))}`,
      // What was done in time does not become late by waiting; the step of its nonconformity does.
      dueOn: `SELECT n.due_on ${caseOf}`,
    },
  ];
}
