import {
  Choice,
  Choices,
  Code,
  Codes,
  Day,
  type Discipline,
  disciplines,
  Instant,
  RecordEntity,
  Reference,
  References,
  Structures,
  Text,
  Texts,
  Whole,
} from '#platform';
import { Entity } from 'typeorm';
import { editionPattern } from '../auditor-competence/auditor-competence.entity.js';
import { clausePattern } from '../standard/standard.js';

export const auditStates = [
  'planned',
  'prepared',
  'in_progress',
  'fieldwork_done',
  'report_draft',
  'report_issued',
  'follow_up',
  'completed',
  'postponed',
  'cancelled',
] as const;
export type AuditState = (typeof auditStates)[number];

export const auditKinds = ['internal', 'supplier', 'certification', 'customer', 'regulator'] as const;
export type AuditKind = (typeof auditKinds)[number];

/** Our own auditors audit: ourselves, or a supplier. All other kinds are audits by others, who answer for their people. */
export const isByUs = ({ kind }: { kind: AuditKind }): boolean => kind === 'internal' || kind === 'supplier';

export const auditModes = ['on_site', 'remote', 'hybrid'] as const;
export const auditRoles = ['lead', 'auditor', 'trainee', 'technical_expert', 'observer', 'guide'] as const;
export type AuditRole = (typeof auditRoles)[number];

/** That somebody audits although they are close to the process: who allowed it, and why. Shown in the report. */
export class IndependenceOverride {
  @Reference() personId: string;
  @Text({ max: 2000 }) justification: string;
  @Reference() allowedById: string;
}

const story = { max: 10_000, nullable: true } as const;

/** A systematic look at whether criteria are met (clause 9.2; ISO 19011, 6). */
@Entity()
export class Audit extends RecordEntity {
  @Code({ max: 20, example: 'AUD-2026-0007' }) reference: string;
  @Choice(auditStates) state: AuditState;
  @Reference({ nullable: true }) programmeId: string | null;
  @Choice(auditKinds) kind: AuditKind;
  @Choice(auditModes) mode: (typeof auditModes)[number];
  @Choices(disciplines) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
  @References({ maxItems: 50 }) processIds: string[];
  @Text({ max: 200, example: 'Coating, both standards' }) title: string;
  @Text({ ...story, description: 'What the audit is to find out' }) objectives: string | null;
  @Text({ ...story, description: 'Places, units, activities, period' }) scopeText: string | null;
  @Codes({ max: 20, pattern: editionPattern, maxItems: 10, example: ['ISO 9001:2026'] }) editions: string[];
  @Text({ ...story, description: 'Criteria beside the standards: laws, permits, contracts, own rules' })
  otherCriteria: string | null;
  @Codes({
    max: 60,
    pattern: clausePattern,
    maxItems: 200,
    example: ['ISO 9001:2026 / 8.7'],
    description: 'Clauses that are looked at',
  })
  clauses: string[];
  @Day() plannedFrom: string;
  @Day() plannedTo: string;
  @Day({ nullable: true, description: 'As approved with the programme; figures compare with it' }) baselineFrom:
    string | null;
  @Day({ nullable: true }) baselineTo: string | null;
  @Texts({
    max: 200,
    maxItems: 50,
    description: 'Who audits, when others audit us',
    example: ['K. Weber, CertBody AG'],
  })
  externalAuditors: string[];
  @Structures(() => IndependenceOverride, { maxItems: 20 }) independenceOverrides: IndependenceOverride[];
  @Day({ nullable: true, description: 'Opening meeting' }) openedOn: string | null;
  @Texts({ max: 200, nullable: true, maxItems: 100 }) openingAttendees: string[] | null;
  @Text({ ...story, description: 'What was agreed at the opening meeting' }) openingNotes: string | null;
  @Day({ nullable: true, description: 'Closing meeting' }) closedOn: string | null;
  @Texts({ max: 200, nullable: true, maxItems: 100 }) closingAttendees: string[] | null;
  @Text({ ...story, description: 'What was said at the closing meeting' }) closingNotes: string | null;
  @Text({ ...story, description: 'Unresolved diverging opinions' }) divergingOpinions: string | null;
  @Text({ ...story, description: 'What was not looked at, and obstacles' }) uncovered: string | null;
  @Text({ ...story, description: 'Conclusions, and to which degree the criteria are met' }) conclusions: string | null;
  @Day({ nullable: true }) reportIssuedOn: string | null;
  @Reference({ nullable: true }) issuedById: string | null;
  @Code({ max: 100, nullable: true }) externalRef: string | null;
  @Whole({ min: 0, max: 1000, nullable: true, description: 'Result of an external body, if it gives one' })
  externalScore: number | null;
  @Codes({ max: 60, pattern: /^[a-z-]+$/, description: 'Rules that were justified instead of kept' })
  flags: string[];
}

/** Who takes part. Experts, observers and guides raise no findings. */
@Entity()
export class AuditTeamMember extends RecordEntity {
  @Reference() auditId: string;
  @Choices(disciplines, { description: 'Those of the audit' }) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
  @Reference() personId: string;
  @Choice(auditRoles) role: AuditRole;
  @Day({ nullable: true }) leftOn: string | null;
}

export const itemProgress = ['open', 'answered', 'not_applicable'] as const;
export const itemResults = ['conforming', 'nonconforming', 'opportunity'] as const;
export const itemGrades = ['minor', 'major'] as const;

/** A question as it stood in the checklist when the audit was prepared. Progress, result and grade are three things: unanswered is not nonconforming. */
@Entity()
export class AuditChecklistItem extends RecordEntity {
  @Reference() auditId: string;
  @Choices(disciplines, { description: 'Those of the audit' }) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
  @Reference() templateId: string;
  @Whole({ min: 1, max: 9999 }) templateVersion: number;
  @Whole({ min: 1, max: 1000 }) position: number;
  @Code({ max: 40, nullable: true, description: 'Its key in the checklist; the same question in other audits' })
  questionKey: string | null;
  @Text({ max: 1000 }) question: string;
  @Text({ max: 2000, nullable: true }) guidance: string | null;
  @Codes({ max: 60, pattern: clausePattern, maxItems: 20, example: ['ISO 9001:2026 / 8.7'] }) clauses: string[];
  @Choice(itemProgress) progress: (typeof itemProgress)[number];
  @Choice(itemResults, { nullable: true }) result: (typeof itemResults)[number] | null;
  @Choice(itemGrades, { nullable: true }) grade: (typeof itemGrades)[number] | null;
  @Text({ max: 10_000, nullable: true, description: 'What was seen, or why it does not apply' }) note: string | null;
  @Reference({ nullable: true }) answeredById: string | null;
  @Instant({ nullable: true, description: 'By the clock of the server' }) answeredAt: string | null;
  @Instant({ nullable: true, description: 'By the clock of the device, when it was answered without a network' })
  answeredOnDeviceAt: string | null;
}
