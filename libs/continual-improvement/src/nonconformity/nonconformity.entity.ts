import {
  Choice,
  Choices,
  Code,
  Codes,
  Day,
  type Discipline,
  disciplines,
  Flag,
  RecordEntity,
  Reference,
  Structure,
  Structures,
  Text,
  Whole,
} from '#platform';
import { Entity } from 'typeorm';
import { clausePattern } from '../standard/standard.js';
import { AcceptedCause, Containment, FiveWhysAnalysis, IshikawaAnalysis } from './nonconformity.structure.js';
import { type Extent, extents, type Grade, grades, type Severity, severities } from './grading.js';

export const nonconformityStates = [
  'draft',
  'open',
  'containment',
  'analysis',
  'planning',
  'implementation',
  'effectiveness',
  'closed',
  'rejected',
] as const;
export type NonconformityState = (typeof nonconformityStates)[number];

export const nonconformitySources = [
  'internal_audit',
  'external_audit',
  'customer_complaint',
  'supplier_delivery',
  'inspection',
  'limit_exceedance',
  'compliance_evaluation',
  'incident',
  'management_review',
  'missed_objective',
  'employee_report',
  'regulator_notice',
  'system',
] as const;
export type NonconformitySource = (typeof nonconformitySources)[number];

export const rejectionCodes = ['not_a_nonconformity', 'duplicate', 'insufficient_evidence'] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

const story = { max: 10_000, nullable: true } as const;

/**
 * A requirement that was not met, and what was done about it (clause 10.2 of both standards). One record serves both
 * disciplines; what only one of them knows is a record of its own that points here.
 */
@Entity()
export class Nonconformity extends RecordEntity {
  @Code({ max: 20, nullable: true, example: 'NC-2026-0042', description: 'Given on submission; drafts have none' })
  reference: string | null;
  @Choice(nonconformityStates) state: NonconformityState;
  @Whole({ min: 1, max: 999, description: 'Counts up when it is analysed anew' }) cycle: number;
  @Choices(disciplines) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
  @Reference({ nullable: true }) processId: string | null;
  @Choice(nonconformitySources) source: NonconformitySource;
  @Codes({ max: 60, pattern: clausePattern, maxItems: 20, example: ['ISO 9001:2026 / 8.7'] }) clauses: string[];
  @Text({ max: 200, example: 'Torque out of range on line 2' }) title: string;
  @Text({ ...story, description: 'What should be, by reference', example: 'Work instruction WI-17: 40 ± 2 Nm' })
  requirement: string | null;
  @Text({
    ...story,
    description: 'What was seen: what, where, when, which samples',
    example: '3 of 20 parts of lot 4711 at 35 Nm',
  })
  evidence: string | null;
  @Text({
    ...story,
    description: 'How the evidence fails the requirement',
    example: 'Parts were released below the minimum torque.',
  })
  statement: string | null;
  @Day({ description: 'When it was found; the time of recording is createdAt', example: '2026-03-02' })
  detectedOn: string;
  @Flag({ description: 'Recorded more than a day after it was found' }) lateEntry: boolean;
  @Code({ max: 100, nullable: true, description: 'Its number in another system' }) externalRef: string | null;
  @Reference({ nullable: true, description: 'Null when an integration raised it' }) raisedById: string | null;
  @Reference({ nullable: true, description: 'The case owner' }) ownerId: string | null;

  @Choice(severities, { nullable: true }) severity: Severity | null;
  @Choice(extents, { nullable: true }) extent: Extent | null;
  @Choice(grades, { nullable: true, description: 'From severity, extent, recurrence and legal breach' })
  grade: Grade | null;
  @Reference({ nullable: true }) gradedById: string | null;
  @Flag({ description: 'A law, permit or other binding obligation was breached' }) legalBreach: boolean;
  @Reference({ nullable: true, description: 'The closed nonconformity with the same cause' }) recurrenceOfId:
    string | null;
  @Text({ ...story, description: 'Environment: must an authority be told, by when, was it' }) legalNotification:
    string | null;
  @Choice(rejectionCodes, { nullable: true }) rejectionCode: RejectionCode | null;
  @Reference({ nullable: true }) duplicateOfId: string | null;
  @Whole({ min: 0, max: 1 }) appeals: number;

  @Structures(() => Containment, { maxItems: 50 }) containments: Containment[];
  @Text({ ...story, description: 'Why nothing had to be contained' }) containmentNotApplicable: string | null;
  @Text({ ...story, description: 'Consequences for product, customer, environment and law' }) consequences:
    string | null;
  @Text({ ...story, description: 'Are there similar ones elsewhere?' }) similarCheck: string | null;
  @Text({ ...story, description: 'Why removing the cause is not needed (correction only)' })
  correctionOnlyJustification: string | null;
  @Text({ ...story, description: 'How the correction was verified' }) correctionVerification: string | null;

  @Reference({ nullable: true }) investigatorId: string | null;
  @Structures(() => FiveWhysAnalysis, { maxItems: 4 }) fiveWhys: FiveWhysAnalysis[];
  @Structure(() => IshikawaAnalysis, { nullable: true }) ishikawa: IshikawaAnalysis | null;
  @Text({ ...story, description: 'Why it was not detected earlier; for major ones' }) escapeCause: string | null;
  @Structures(() => AcceptedCause, { maxItems: 50, description: 'Causes that are lived with, and why' })
  acceptedCauses: AcceptedCause[];
  @Text({ ...story, description: 'Are changes to risks, documents, training or aspects needed?' }) changesDecided:
    string | null;
  @Text({ ...story, description: 'Interim containment removed, or kept and why' }) containmentRemoval: string | null;
  @Text({ ...story, description: 'What was updated after the implementation, or why nothing had to be' }) updatesDone:
    string | null;

  @Text({ ...story, description: 'Measurable criterion, set before the implementation' }) effectivenessCriterion:
    string | null;
  @Text({ ...story, description: 'Data trend, re-audit, sampling, test, interview' }) effectivenessMethod:
    string | null;
  @Reference({ nullable: true }) verifierId: string | null;
  @Day({ nullable: true }) effectivenessCheckOn: string | null;
  @Text({ ...story, description: 'Acceptance by the certification body, for findings of an external audit' })
  externalAcceptance: string | null;

  @Day({ nullable: true }) openedOn: string | null;
  @Day({ nullable: true, description: 'Due date of the present step' }) dueOn: string | null;
  @Day({ nullable: true }) containmentDueOn: string | null;
  @Day({ nullable: true }) causesDueOn: string | null;
  @Day({ nullable: true }) planDueOn: string | null;
  @Day({ nullable: true }) implementationDueOn: string | null;
  @Day({ nullable: true, description: 'First due date of the implementation; extensions do not change it' })
  originalDueOn: string | null;
  @Whole({ min: 0, max: 999 }) extensions: number;
  @Day({ nullable: true, description: 'When the containment was finished' }) containedOn: string | null;
  @Day({ nullable: true, description: 'When the causes of this cycle were accepted' }) causesAcceptedOn: string | null;
  @Day({ nullable: true, description: 'When the plan of this cycle was approved' }) planApprovedOn: string | null;
  @Day({ nullable: true }) implementedOn: string | null;
  @Day({ nullable: true, description: 'Final closure' }) closedOn: string | null;
  @Flag({ description: 'Closed by correction only' }) correctionOnly: boolean;
  @Codes({ max: 60, pattern: /^[a-z-]+$/, description: 'Separation-of-duty rules that were justified instead of kept' })
  flags: string[];
}

export const effectivenessResults = ['effective', 'partially', 'not_effective'] as const;
export type EffectivenessResult = (typeof effectivenessResults)[number];

/** What the verifier found; append-only. */
@Entity()
export class EffectivenessCheck extends RecordEntity {
  @Reference() nonconformityId: string;
  @Reference({ nullable: true }) siteId: string | null;
  @Whole({ min: 1, max: 999 }) cycle: number;
  @Day() checkedOn: string;
  @Reference() checkedById: string;
  @Choice(effectivenessResults) result: EffectivenessResult;
  @Text({ max: 10_000, description: 'What shows it' }) evidence: string;
  @Text({ max: 10_000, nullable: true, description: 'Needed when similar nonconformities appeared in the window' })
  comment: string | null;
}

export const extensionStates = ['requested', 'approved', 'refused'] as const;
export type ExtensionState = (typeof extensionStates)[number];

/** A wish for a later due date, decided by someone else. */
@Entity()
export class DueDateExtension extends RecordEntity {
  @Reference() nonconformityId: string;
  @Reference({ nullable: true }) siteId: string | null;
  @Choice(extensionStates) state: ExtensionState;
  @Day({ description: 'The due date of the present step until now' }) fromOn: string;
  @Day() toOn: string;
  @Text({ max: 2000 }) reason: string;
  @Reference() requestedById: string;
  @Reference({ nullable: true }) decidedById: string | null;
}
