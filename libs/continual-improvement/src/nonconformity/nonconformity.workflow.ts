import type { Reason, Situation, Workflow } from '#platform';
import { confirmedCauses } from './causes.js';
import type { Nonconformity, NonconformityState } from './nonconformity.entity.js';
import {
  accepts,
  acceptsCauses,
  appeals,
  approverIsNotInvestigator,
  closerIsNotOwner,
  closerOwnsNoAction,
  closes,
  handles,
  isMajor,
  type NonconformityFacts,
  raises,
  rejecterIsNotRaiser,
  reopens,
  triages,
  verifierOwnsNoAction,
  verifies,
} from './nonconformity.policy.js';

type At = Situation<Nonconformity, NonconformityFacts>;
const unless = (holds: boolean, code: string, message: string, field?: string): Reason | undefined =>
  holds ? undefined : { code, message, ...(field && { field }) };

/** What the disciplines demand before an action (a disposition, for instance). */
const demanded =
  (action: string) =>
  ({ facts }: At) =>
    facts.demands.filter((demand) => demand.action === action).map((demand) => demand.reason);

const notLater = ({ record, today }: At) =>
  unless(record.detectedOn <= today, 'in-the-future', 'It cannot have been found in the future.', '/detectedOn');

const placed = ({ record }: At) =>
  unless(record.processId !== null || record.siteId !== null, 'missing', 'Name the process or the site.', '/processId');

const graded = ({ record }: At) =>
  unless(record.grade !== null, 'missing', 'Set severity and extent first.', '/severity');

const authorityConsidered = ({ record }: At) =>
  unless(
    !record.disciplines.includes('environment') || record.legalNotification !== null,
    'missing',
    'Answer whether an authority must be told.',
    '/legalNotification',
  );

const contained = ({ record }: At) =>
  unless(
    record.containmentNotApplicable !== null ||
      record.containments.some((one) => one.doneOn !== null && one.result !== null),
    'missing',
    'Record a correction or containment with its result, or why none applies.',
    '/containments',
  );

const minor = ({ record }: At) =>
  unless(
    record.grade === 'minor',
    'not-minor',
    'Only a minor nonconformity may be closed by correction only.',
    '/grade',
  );

const noRepeat = ({ record }: At) =>
  unless(record.recurrenceOfId === null, 'recurrence', 'A recurrence needs corrective action.', '/recurrenceOfId');

const lawful = ({ record }: At) =>
  unless(
    !record.legalBreach,
    'legal-breach',
    'A breach of a binding obligation needs corrective action.',
    '/legalBreach',
  );

const causesOf = (record: Nonconformity) => confirmedCauses({ fiveWhys: record.fiveWhys, ishikawa: record.ishikawa });

const causeConfirmed = ({ record }: At) =>
  unless(
    causesOf(record).length > 0,
    'no-confirmed-cause',
    'Confirm at least one root cause: a verified root of the whys, or a confirmed cause of the fishbone.',
    '/fiveWhys',
  );

const escapeConsidered = ({ record }: At) =>
  unless(
    record.grade === 'minor' ||
      record.escapeCause !== null ||
      record.fiveWhys.some((analysis) => analysis.leg === 'escape'),
    'missing',
    'Say why it was not detected earlier.',
    '/escapeCause',
  );

const everyCauseAnswered = ({ record, facts }: At) =>
  causesOf(record)
    .filter(
      ({ id }) =>
        !facts.actions.some((action) => action.causeId === id && action.state !== 'cancelled') &&
        !record.acceptedCauses.some(({ causeId }) => causeId === id),
    )
    .map(({ id, statement }) => ({
      code: 'cause-without-action',
      field: '/acceptedCauses',
      message: `No action and no accepted risk for the cause “${statement}” (${id}).`,
      values: { statement },
    }));

const actionsPlanned = ({ facts }: At) =>
  facts.actions
    .filter((action) => !action.deliverable && action.state !== 'cancelled')
    .map(({ reference }) => ({
      code: 'deliverable-missing',
      message: `Say what ${reference} delivers.`,
      values: { reference },
    }));

const actionsFinished = ({ facts }: At) =>
  facts.actions
    .filter((action) => action.state !== 'accepted' && action.state !== 'cancelled')
    .map(({ reference, state }) => ({
      code: 'action-open',
      message: `${reference} is ${state}, not accepted.`,
      values: { reference },
    }));

/** An early check needs a reason. */
const beforeCheckDay = ({ record, today }: At) =>
  record.effectivenessCheckOn !== null && record.effectivenessCheckOn > today;

const effective = ({ facts }: At) =>
  unless(
    facts.check?.result === 'effective',
    'not-effective',
    'Record an effectiveness check with the result “effective” first.',
  );

const notEffective = ({ facts }: At) =>
  unless(
    facts.check !== null && facts.check.result !== 'effective',
    'no-failed-check',
    'Record an effectiveness check whose result is not “effective” first.',
  );

const bodyAccepted = ({ record }: At) =>
  unless(
    record.source !== 'external_audit' || record.externalAcceptance !== null,
    'missing',
    'Record the acceptance by the certification body.',
    '/externalAcceptance',
  );

const rejectionExplained = ({ record }: At) =>
  unless(
    record.rejectionCode !== 'duplicate' || record.duplicateOfId !== null,
    'missing',
    'Name the record that this one repeats.',
    '/duplicateOfId',
  );

const notCritical = ({ record }: At) =>
  unless(
    record.grade !== 'critical',
    'critical',
    'A critical nonconformity is not rejected by one person; grade it down with a second person first.',
    '/grade',
  );

/** The life of a nonconformity, T1 to T12 (T13, changes that keep the state, are edits with a reason). */
export const nonconformityWorkflow = {
  submit: {
    from: ['draft'],
    to: 'open',
    who: raises,
    needs: ['requirement', 'evidence', 'statement'],
    checks: [notLater, placed],
  },
  reject: {
    from: ['open'],
    to: 'rejected',
    who: triages,
    separation: [rejecterIsNotRaiser],
    needs: ['rejectionCode'],
    checks: [rejectionExplained, notCritical],
    reason: 'required',
  },
  appeal: {
    from: ['rejected'],
    to: 'open',
    who: appeals,
    checks: [({ record }) => unless(record.appeals === 0, 'appealed-already', 'It was appealed once already.')],
    reason: 'required',
  },
  accept: {
    from: ['open'],
    to: 'containment',
    who: triages,
    needs: ['ownerId'],
    checks: [graded, authorityConsidered],
  },
  analyse: {
    from: ['containment'],
    to: 'analysis',
    who: handles,
    needs: ['consequences'],
    checks: [contained, demanded('analyse')],
  },
  closeCorrected: {
    from: ['containment'],
    to: 'closed',
    who: closes,
    separation: [closerIsNotOwner],
    needs: ['correctionOnlyJustification', 'similarCheck', 'correctionVerification'],
    checks: [minor, noRepeat, lawful, contained, demanded('closeCorrected')],
    signs: 'correction_closed',
  },
  acceptCauses: {
    from: ['analysis'],
    to: 'planning',
    who: acceptsCauses,
    separation: [approverIsNotInvestigator],
    strict: isMajor,
    needs: ['investigatorId', 'similarCheck'],
    checks: [causeConfirmed, escapeConsidered],
    signs: 'causes_accepted',
    signedFields: ['fiveWhys', 'ishikawa', 'escapeCause', 'investigatorId', 'similarCheck'],
  },
  returnToAnalysis: { from: ['planning'], to: 'analysis', who: acceptsCauses, reason: 'required' },
  approvePlan: {
    from: ['planning'],
    to: 'implementation',
    who: accepts,
    separation: [verifierOwnsNoAction],
    strict: isMajor,
    needs: ['effectivenessCriterion', 'effectivenessMethod', 'verifierId', 'effectivenessCheckOn', 'changesDecided'],
    checks: [everyCauseAnswered, actionsPlanned],
  },
  completeImplementation: {
    from: ['implementation'],
    to: 'effectiveness',
    who: handles,
    needs: ['containmentRemoval', 'updatesDone'],
    checks: [actionsFinished],
  },
  close: {
    from: ['effectiveness'],
    to: 'closed',
    who: closes,
    separation: [closerIsNotOwner, closerOwnsNoAction, verifierOwnsNoAction],
    strict: isMajor,
    checks: [effective, bodyAccepted, demanded('close')],
    reason: beforeCheckDay,
    signs: 'effectiveness_closed',
  },
  repeatAnalysis: {
    from: ['effectiveness'],
    to: 'analysis',
    who: verifies,
    checks: [notEffective],
    reason: 'required',
  },
  repeatPlanning: {
    from: ['effectiveness'],
    to: 'planning',
    who: verifies,
    checks: [notEffective],
    reason: 'required',
  },
  reopen: { from: ['closed'], to: 'analysis', who: reopens, reason: 'required' },
} satisfies Workflow<Nonconformity, NonconformityState, NonconformityFacts>;

export type NonconformityAction = keyof typeof nonconformityWorkflow;
