import type { Waiting } from '#evidence';
import type { ActorSql } from '#platform';

/** A review waits for the person who leads it and, once handed in, for someone else who approves it. */
export function reviewWork(caller: ActorSql): Waiting[] {
  const leads = `r.lead_id = ${caller.person}`;
  const others = ['r.author_id', 'r.lead_id', 'r.submitted_by_id'].map((column) => caller.isNot(column)).join(' AND ');
  const approves = `${caller.may('environmentalReview:approve')} AND ${caller.apart('approver-is-author', others)}`;
  return [
    { expected: 'start_review', when: `r.state = 'planned' AND ${leads}`, dueOn: 'r.due_on' },
    { expected: 'submit_review', when: `r.state = 'in_progress' AND ${leads}`, dueOn: 'r.due_on' },
    { expected: 'approve_review', when: `r.state = 'in_review' AND ${approves}`, dueOn: 'r.due_on' },
  ];
}
