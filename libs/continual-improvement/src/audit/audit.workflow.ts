import { isSame, type Reason, type Rule, type Situation, type Workflow } from '#platform';
import type { AuditorCompetence } from '../auditor-competence/auditor-competence.entity.js';
import { isValidOn } from '../auditor-competence/auditor-competence.service.js';
import { type Audit, type AuditState, type AuditTeamMember, isByUs } from './audit.entity.js';

/** For how long having worked on a process makes somebody not independent of it. */
export const involvementMonths = 12;

/** What makes somebody not independent of an audited process. */
const involvements = {
  owns_process: 'owns an audited process',
  handled_nonconformity: `handled a nonconformity of an audited process in the last ${involvementMonths} months`,
  did_action: `did an action in an audited process in the last ${involvementMonths} months`,
};

/** What the workflow of an audit must know besides the record; loaded in one go. */
export interface AuditFacts {
  team: AuditTeamMember[];
  competences: AuditorCompetence[];
  /** Team members who own an audited process, or owned a nonconformity or action of it in the last twelve months. */
  involved: { personId: string; name: string; why: keyof typeof involvements }[];
  checklist: { items: number; open: number; nonconformingWithoutFinding: number };
  /** Questions with two answers of which none was chosen yet, by position. */
  conflicts: number[];
  /** Devices that said last that they have something to send. */
  waiting: { name: string; waiting: number }[];
  findings: {
    reference: string;
    state: string;
    class: string;
    complete: boolean;
    disposed: boolean;
    nonconformityState: string | null;
  }[];
}
type AuditRule = Rule<Audit, AuditFacts>;
type At = Situation<Audit, AuditFacts>;

const no = (code: string, message: string, field?: string, values?: Reason['values']): Reason => ({
  code,
  message,
  ...(field && { field }),
  ...(values && { values }),
});

const auditing = ['lead', 'auditor'];
const plans: AuditRule = ({ actor, record }) =>
  actor.can('audit:plan', record)
    ? undefined
    : no('permission-missing', 'Audits are planned by the lead auditor or programme manager.');

const leads: AuditRule = ({ actor, record, facts }) =>
  actor.can('audit:conduct', record) &&
  facts.team.some((member) => member.role === 'lead' && isSame(actor, member.personId))
    ? undefined
    : no('not-the-lead', 'This is for the lead of the audit team.');

const leadsOrPlans: AuditRule = (at) =>
  leads(at) && plans(at)
    ? no('not-the-lead', 'This is for the lead of the audit team or the programme manager.')
    : undefined;

/** Nobody of ours leads an audit by others; who plans audits keeps its record. */
const conducts: AuditRule = (at) => (isByUs(at.record) ? leads(at) : leadsOrPlans(at));

const cancels: AuditRule = (at) => (at.actor.can('auditProgramme:approve', at.record) ? undefined : plans(at));

const leadNamed = ({ record, facts }: At) =>
  !isByUs(record) || facts.team.filter(({ role }) => role === 'lead').length === 1
    ? undefined
    : no('no-lead', 'Name exactly one lead.', '/team');

/** The lead has the level, and each standard is covered by somebody authorised for its edition. */
const competent = ({ record, facts, today }: At): Reason[] => {
  if (!isByUs(record)) return [];
  const valid = facts.competences.filter((competence) => isValidOn(competence, today));
  const lead = facts.team.find(({ role }) => role === 'lead');
  const able = (edition: string) =>
    facts.team.some(
      ({ personId, role }) =>
        auditing.includes(role) &&
        valid.some((competence) => competence.personId === personId && competence.editions.includes(edition)),
    );
  return [
    ...(lead && !valid.some(({ personId, level }) => personId === lead.personId && level === 'lead')
      ? [no('lead-not-competent', 'The lead has no valid competence as lead.', '/team')]
      : []),
    ...record.editions
      .filter((edition) => !able(edition))
      .map((edition) =>
        no('edition-not-covered', `Nobody in the team is authorised for ${edition}.`, '/team', { edition }),
      ),
  ];
};

const independent = ({ record, facts }: At): Reason[] =>
  facts.involved
    .filter(
      ({ personId }) =>
        isByUs(record) && !record.independenceOverrides.some((override) => override.personId === personId),
    )
    .map(({ personId, name, why }) =>
      no(
        'not-independent',
        `${name} ${involvements[why]}; choose someone else, or have it allowed with a justification.`,
        '/team',
        { personId, name, why },
      ),
    );

/** What stands against the team as it is: competence and independence. */
export const teamObstacles = (at: At): Reason[] => [...competent(at), ...independent(at)];

const criteriaNamed = ({ record }: At) =>
  record.editions.length > 0 || record.otherCriteria !== null
    ? undefined
    : no('missing', 'Name the editions of the standards, or the other criteria.', '/editions');

const dated = ({ record, today }: At) =>
  record.state !== 'postponed' || record.plannedFrom >= today
    ? undefined
    : no('dates-passed', 'Give the postponed audit its new dates first.', '/plannedFrom');

const opened = ({ record }: At) =>
  record.openedOn && record.openingAttendees?.length
    ? undefined
    : no('missing', 'Record the opening meeting: day and attendees.', '/openedOn');
const closing = ({ record }: At) =>
  record.closedOn && record.closingAttendees?.length
    ? undefined
    : no('missing', 'Record the closing meeting: day and attendees.', '/closedOn');

const conflictsResolved = ({ facts }: At) =>
  facts.conflicts.length === 0
    ? undefined
    : no(
        'answer-conflict',
        `Two auditors answered differently: question ${facts.conflicts.join(', ')}. The lead chooses which answer counts.`,
        undefined,
        { questions: facts.conflicts.join(', ') },
      );

/** Answers on a phone without network are part of the audit; the lead may go on without them and says why. */
const everythingSent = ({ facts }: At) =>
  facts.waiting.map(({ name, waiting }) =>
    no(
      'answers-waiting',
      `A device of ${name} has ${waiting} ${waiting === 1 ? 'entry' : 'entries'} not sent yet.`,
      undefined,
      { name, count: waiting },
    ),
  );

const allAnswered = ({ facts }: At) =>
  facts.checklist.open === 0
    ? undefined
    : no(
        'checklist-open',
        `${facts.checklist.open} of ${facts.checklist.items} questions are neither answered nor marked as not applicable.`,
        undefined,
        { count: facts.checklist.open, of: facts.checklist.items },
      );
const nonconformingHasFinding = ({ facts }: At) =>
  facts.checklist.nonconformingWithoutFinding === 0
    ? undefined
    : no(
        'finding-missing',
        `${facts.checklist.nonconformingWithoutFinding} nonconforming answers have no finding.`,
        undefined,
        { count: facts.checklist.nonconformingWithoutFinding },
      );
const findingsConfirmed = ({ facts }: At) =>
  facts.findings
    .filter(({ state, complete }) => state === 'draft' || (state !== 'withdrawn' && !complete))
    .map(({ reference }) =>
      no(
        'finding-incomplete',
        `${reference} is not confirmed, or lacks requirement, evidence or statement.`,
        undefined,
        { reference },
      ),
    );

const disposed = ({ facts }: At) =>
  facts.findings
    .filter((finding) => finding.state !== 'withdrawn' && !finding.disposed)
    .map(({ reference }) =>
      no('finding-open', `${reference} has no nonconformity, disposition or correction yet.`, undefined, { reference }),
    );
const nonconformitiesClosed = ({ facts }: At) =>
  facts.findings
    .filter(
      ({ nonconformityState }) => nonconformityState !== null && !['closed', 'rejected'].includes(nonconformityState),
    )
    .map(({ reference, nonconformityState }) =>
      no('nonconformity-open', `The nonconformity of ${reference} is ${nonconformityState}.`, undefined, { reference }),
    );

/** The life of an audit (ISO 19011, 6.2 to 6.7). */
export const auditWorkflow = {
  prepare: {
    from: ['planned', 'postponed'],
    to: 'prepared',
    who: leadsOrPlans,
    needs: ['objectives', 'scopeText'],
    checks: [criteriaNamed, dated, leadNamed, teamObstacles],
  },
  start: { from: ['prepared'], to: 'in_progress', who: conducts, checks: [opened, leadNamed, teamObstacles] },
  finishFieldwork: {
    from: ['in_progress'],
    to: 'fieldwork_done',
    who: conducts,
    checks: [closing, conflictsResolved],
    excusable: [everythingSent],
  },
  draftReport: { from: ['fieldwork_done'], to: 'report_draft', who: conducts },
  issueReport: {
    from: ['report_draft'],
    to: 'report_issued',
    who: conducts,
    needs: ['conclusions'],
    checks: [allAnswered, nonconformingHasFinding, findingsConfirmed, conflictsResolved],
    excusable: [everythingSent],
    // The report of an audit by others is theirs; here its arrival is put on record.
    signs: ({ record }) => (isByUs(record) ? 'report_issued' : undefined),
  },
  followUp: { from: ['report_issued'], to: 'follow_up', who: leadsOrPlans },
  complete: {
    from: ['report_issued', 'follow_up'],
    to: 'completed',
    who: leadsOrPlans,
    checks: [disposed, nonconformitiesClosed],
  },
  postpone: { from: ['planned', 'prepared', 'postponed'], to: 'postponed', who: leadsOrPlans, reason: 'required' },
  cancel: { from: ['planned', 'prepared', 'postponed'], to: 'cancelled', who: cancels, reason: 'required' },
} satisfies Workflow<Audit, AuditState, AuditFacts>;
