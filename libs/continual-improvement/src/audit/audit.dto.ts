import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import {
  Choice,
  type Discipline,
  disciplines,
  Day,
  PageQuery,
  PerformTransition,
  Reference,
  Text,
  Transition,
  Whole,
} from '#platform';
import {
  Audit,
  AuditChecklistItem,
  type AuditKind,
  auditKinds,
  type AuditState,
  auditStates,
  AuditTeamMember,
} from './audit.entity.js';

export class PlanAudit extends IntersectionType(
  PickType(Audit, ['kind', 'mode', 'disciplines', 'title', 'plannedFrom', 'plannedTo'] as const),
  PartialType(
    PickType(Audit, [
      'programmeId',
      'siteId',
      'processIds',
      'objectives',
      'scopeText',
      'editions',
      'otherCriteria',
      'clauses',
      'externalAuditors',
      'externalRef',
      'externalScore',
    ] as const),
    { skipNullProperties: false },
  ),
) {}

export class EditAudit extends PartialType(
  PickType(Audit, [
    'mode',
    'title',
    'processIds',
    'objectives',
    'scopeText',
    'editions',
    'otherCriteria',
    'clauses',
    'plannedFrom',
    'plannedTo',
    'externalAuditors',
    'openedOn',
    'openingAttendees',
    'openingNotes',
    'closedOn',
    'closingAttendees',
    'closingNotes',
    'divergingOpinions',
    'uncovered',
    'conclusions',
    'externalRef',
    'externalScore',
  ] as const),
  { skipNullProperties: false },
) {
  @Text({ max: 2000, optional: true, description: 'Why; needed when the dates of an approved programme move' })
  reason?: string;
}

export class PerformAuditTransition extends PerformTransition {
  @Day({ optional: true, description: 'With “postpone”: the new dates, when they are known' }) plannedFrom?: string;
  @Day({ optional: true }) plannedTo?: string;
}

export class AddTeamMember extends PickType(AuditTeamMember, ['personId', 'role'] as const) {}
export class TeamMemberView extends OmitType(AuditTeamMember, ['orgId'] as const) {}

export class AllowInvolvement {
  @Reference() personId: string;
  @Text({ max: 2000 }) justification: string;
}

export class TakeChecklist {
  @Reference() templateId: string;
  @Whole({ min: 1, max: 9999, description: 'Version of the checklist' }) number: number;
}

export class AnswerItem extends PartialType(
  PickType(AuditChecklistItem, ['progress', 'result', 'grade', 'note'] as const),
  { skipNullProperties: false },
) {}
export class ChecklistItemView extends OmitType(AuditChecklistItem, ['orgId'] as const) {}

export class AuditQuery extends PageQuery {
  @Choice(disciplines, { optional: true }) discipline?: Discipline;
  @Choice(auditStates, { optional: true }) state?: AuditState;
  @Choice(auditKinds, { optional: true }) kind?: AuditKind;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() siteId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() programmeId?: string;
  @Day({ optional: true, description: 'Planned to begin on this day or later' }) from?: string;
  @Day({ optional: true, description: 'Planned to begin on this day or earlier' }) to?: string;
  @Day({ optional: true, description: 'To begin on this day or later by the approved programme' })
  baselineFrom?: string;
  @Day({ optional: true, description: 'To begin on this day or earlier by the approved programme' })
  baselineTo?: string;
  @Day({ optional: true, description: 'With a report that was issued on this day or earlier' }) reportedTo?: string;
}

export class AuditRow extends OmitType(Audit, [
  'orgId',
  'objectives',
  'scopeText',
  'otherCriteria',
  'externalAuditors',
  'independenceOverrides',
  'openingAttendees',
  'openingNotes',
  'closingAttendees',
  'closingNotes',
  'divergingOpinions',
  'uncovered',
  'conclusions',
] as const) {}

export class ChecklistCount {
  @ApiProperty({ type: 'integer', minimum: 0 }) items: number;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Answered or not applicable' }) done: number;
}

export class AuditView extends OmitType(Audit, ['orgId'] as const) {
  @ApiProperty({ type: [TeamMemberView] }) team: TeamMemberView[];
  @ApiProperty({ type: ChecklistCount, nullable: true, description: 'Null when read as of an instant' })
  checklist: ChecklistCount | null;
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}

export class ReportMember {
  @ApiProperty() name: string;
  @ApiProperty({ description: 'In the team, or `external_auditor`' }) role: string;
}

export class ReportFinding {
  @ApiProperty() reference: string;
  @ApiProperty() title: string;
  @ApiProperty() class: string;
  @ApiProperty({ type: [String] }) clauses: string[];
  @ApiProperty({ type: String, nullable: true }) requirement: string | null;
  @ApiProperty({ type: String, nullable: true }) evidence: string | null;
  @ApiProperty({ type: String, nullable: true }) statement: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date', description: 'Corrected on the spot or soon after' })
  correctedOn: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What became of it' }) disposition: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The nonconformity made from it' }) nonconformity:
    string | null;
}

export class ReportOverride {
  @ApiProperty() auditor: string;
  @ApiProperty() justification: string;
  @ApiProperty() allowedBy: string;
}

/** What a report must tell (ISO 19011, 6.5). */
export class AuditReport {
  @ApiProperty() audit: AuditView;
  @ApiProperty({ type: [ReportMember] }) participants: ReportMember[];
  @ApiProperty({
    type: [ReportOverride],
    description: 'Members who were close to the process, and why they were allowed',
  })
  independence: ReportOverride[];
  @ApiProperty({ type: [ReportFinding] }) findings: ReportFinding[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Checklist answers by result',
    example: { conforming: 12 },
  })
  answers: Record<string, number>;
  @ApiProperty({ description: 'Why an audit cannot see everything' }) caveat: string;
}
