import {
  ChangeMany,
  Choice,
  Day,
  type Discipline,
  disciplines,
  GivenSignature,
  PageQuery,
  Structure,
  Switch,
  Text,
  Transition,
} from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { type CauseGroup, causeGroups, type IshikawaCategoryKey, ishikawaCategoryKeys } from './causes.js';
import { type Grade, grades } from './grading.js';
import { NonconformityCycle } from './nonconformity-cycle.entity.js';
import {
  DueDateExtension,
  EffectivenessCheck,
  Nonconformity,
  type NonconformitySource,
  nonconformitySources,
  type NonconformityState,
  nonconformityStates,
} from './nonconformity.entity.js';

const needed = ['title', 'source', 'disciplines', 'detectedOn'] as const;
const raisable = [
  'siteId',
  'processId',
  'clauses',
  'requirement',
  'evidence',
  'statement',
  'externalRef',
  'legalBreach',
  'recurrenceOfId',
  'ownerId',
  'containments',
  'severity',
  'extent',
] as const;

/** Only title, source, disciplines and day are needed to write one down; submission asks for the rest. */
export class RaiseNonconformity extends IntersectionType(
  PickType(Nonconformity, needed),
  PartialType(PickType(Nonconformity, raisable), { skipNullProperties: false }),
) {}

const editable = [
  'title',
  'source',
  'disciplines',
  'detectedOn',
  'siteId',
  'processId',
  'clauses',
  'requirement',
  'evidence',
  'statement',
  'externalRef',
  'ownerId',
  'severity',
  'extent',
  'legalBreach',
  'recurrenceOfId',
  'legalNotification',
  'rejectionCode',
  'duplicateOfId',
  'containments',
  'containmentNotApplicable',
  'consequences',
  'similarCheck',
  'correctionOnlyJustification',
  'correctionVerification',
  'investigatorId',
  'fiveWhys',
  'ishikawa',
  'escapeCause',
  'acceptedCauses',
  'changesDecided',
  'containmentRemoval',
  'updatesDone',
  'effectivenessCriterion',
  'effectivenessMethod',
  'verifierId',
  'effectivenessCheckOn',
  'externalAcceptance',
] as const;

/** Send only what changes. */
export class EditNonconformity extends PartialType(PickType(Nonconformity, editable), { skipNullProperties: false }) {
  @Text({
    max: 2000,
    optional: true,
    description: 'Why; needed once what was submitted, the grade or the owner changes',
  })
  reason?: string;
}

/** A new owner for many, each as if it were changed alone. */
export class ChangeNonconformities extends IntersectionType(
  ChangeMany,
  PartialType(PickType(Nonconformity, ['ownerId'] as const), { skipNullProperties: false }),
) {
  @Day({ optional: true, description: 'Refused for each: a due date moves by a request that someone else approves' })
  dueOn?: string;
}

export const combinations = ['quality', 'environment', 'both'] as const;
export type Combination = (typeof combinations)[number];

export class NonconformityQuery extends PageQuery {
  @Choice(disciplines, { optional: true }) discipline?: Discipline;
  @Choice(nonconformityStates, { optional: true }) state?: NonconformityState;
  @Choice(grades, { optional: true }) grade?: Grade;
  @Choice(nonconformitySources, { optional: true }) source?: NonconformitySource;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() siteId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() processId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() ownerId?: string;
  @Text({ max: 60, optional: true, description: 'A clause such as ISO 9001:2026 / 8.7' }) clause?: string;
  @Switch('Only those that are not closed or rejected; false shows these') open?: boolean;
  @Switch('Only open ones whose due date has passed') overdue?: boolean;
  @Switch('Only what figures count: neither drafts nor rejected ones; false shows these') counted?: boolean;
  @Day({ optional: true, description: 'Submitted by the end of this day and not finally closed by then' })
  openOn?: string;
  @Day({ optional: true, description: 'Open on this day, with a due date of the step of that time before it' })
  overdueOn?: string;
  @Day({ optional: true, description: 'Found on this day or later' }) detectedFrom?: string;
  @Day({ optional: true, description: 'Found on this day or earlier' }) detectedTo?: string;
  @Day({ optional: true, description: 'Submitted on this day or later' }) openedFrom?: string;
  @Day({ optional: true, description: 'Submitted on this day or earlier' }) openedTo?: string;
  @Switch('Only those that repeat an earlier one; false shows the others') recurrence?: boolean;
  @Switch('Only those with a verified root or a confirmed cause; false shows the others') causeConfirmed?: boolean;
  @Choice(causeGroups, { optional: true, description: 'With a confirmed cause of this code, or of none' })
  causeCategory?: CauseGroup;
  @Choice(ishikawaCategoryKeys, { optional: true, description: 'With a confirmed cause on this bone of the fishbone' })
  fishbone?: IshikawaCategoryKey;
  @Choice(combinations, { optional: true, description: 'Of one discipline alone, or of both' })
  combination?: Combination;
}

/** In a list: without the long texts and the analysis. */
export class NonconformityRow extends OmitType(Nonconformity, [
  'orgId',
  'fiveWhys',
  'ishikawa',
  'containments',
  'acceptedCauses',
  'requirement',
  'evidence',
  'consequences',
  'similarCheck',
  'correctionOnlyJustification',
  'correctionVerification',
  'escapeCause',
  'changesDecided',
  'containmentRemoval',
  'updatesDone',
  'effectivenessCriterion',
  'effectivenessMethod',
  'externalAcceptance',
  'containmentNotApplicable',
  'legalNotification',
] as const) {
  @ApiProperty({ description: 'Its due date has passed; computed when read' }) overdue: boolean;
}

export class NonconformityView extends OmitType(Nonconformity, ['orgId'] as const) {
  @ApiProperty({ description: 'Its due date has passed; computed when read' }) overdue: boolean;
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}

export class RecordEffectivenessCheck extends PickType(EffectivenessCheck, [
  'checkedOn',
  'result',
  'evidence',
  'comment',
] as const) {
  @Structure(() => GivenSignature, { optional: true, description: 'Of the verifier; it is required' })
  signature?: GivenSignature;
}
export class EffectivenessCheckView extends OmitType(EffectivenessCheck, ['orgId'] as const) {}

export class RequestExtension extends PickType(DueDateExtension, ['toOn', 'reason'] as const) {}
export class DecideExtension {
  @Choice(['approved', 'refused']) decision: 'approved' | 'refused';
}
export class DueDateExtensionView extends OmitType(DueDateExtension, ['orgId'] as const) {}
export class NonconformityCycleView extends OmitType(NonconformityCycle, ['orgId'] as const) {}
