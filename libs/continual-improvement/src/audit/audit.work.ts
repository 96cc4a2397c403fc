import type { Waiting } from '#evidence';
import type { ActorSql } from '#platform';

/** So many days before it begins, an audit should be prepared. */
const daysToPrepare = 14;
/** Within so many days after it, its report should be there. */
const daysToReport = 14;

const byUs = `r.kind IN ('internal', 'supplier')`;

/** What `complete` checks: every finding is settled, and its nonconformity closed. */
const settled = `NOT EXISTS (SELECT FROM finding f LEFT JOIN nonconformity n ON n.org_id = f.org_id AND n.id = f.nonconformity_id
  WHERE f.org_id = r.org_id AND f.audit_id = r.id AND f.state <> 'withdrawn' AND (n.state NOT IN ('closed', 'rejected') OR CASE
    WHEN f.class IN ('minor', 'major') THEN f.nonconformity_id IS NULL AND (f.corrected_on IS NULL OR f.class = 'major' AND ${byUs})
    WHEN f.class IN ('opportunity', 'observation') THEN f.disposition IS NULL ELSE false END))`;

/** An audit waits for its lead and, while it is on, for the whole team but observers and guides. */
export function auditWork(caller: ActorSql): Waiting[] {
  const [conduct, plan] = [caller.may('audit:conduct'), caller.may('audit:plan')];
  const isIn = (roles: string) =>
    `EXISTS (SELECT FROM audit_team_member m WHERE m.org_id = r.org_id AND m.audit_id = r.id
      AND m.person_id = ${caller.person} AND m.left_on IS NULL AND m.role IN (${roles}))`;
  const leads = `${isIn(`'lead'`)} AND (${conduct} OR NOT ${byUs} AND ${plan})`;
  const prepares = `${isIn(`'lead'`)} AND (${conduct} OR ${plan})`;
  const reported = `r.planned_to + ${daysToReport}`;
  return [
    {
      expected: 'prepare_audit',
      when: `r.state IN ('planned', 'postponed') AND r.planned_from <= ${caller.today} + ${daysToPrepare} AND ${prepares}`,
      dueOn: 'r.planned_from',
    },
    {
      expected: 'start_audit',
      when: `r.state = 'prepared' AND r.planned_from <= ${caller.today} AND ${leads}`,
      dueOn: 'r.planned_from',
    },
    {
      expected: 'conduct_audit',
      when: `r.state = 'in_progress' AND (${leads} OR ${conduct} AND ${isIn(`'auditor', 'trainee', 'technical_expert'`)})`,
      dueOn: 'r.planned_to',
    },
    { expected: 'write_report', when: `r.state = 'fieldwork_done' AND ${leads}`, dueOn: reported },
    { expected: 'issue_report', when: `r.state = 'report_draft' AND ${leads}`, dueOn: reported },
    { expected: 'complete_audit', when: `r.state IN ('report_issued', 'follow_up') AND ${prepares} AND ${settled}` },
  ];
}
