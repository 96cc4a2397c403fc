import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { Choice, type Discipline, disciplines, PageQuery, Reference, Text, Transition } from '#platform';
import { RaiseNonconformity } from '../nonconformity/nonconformity.dto.js';
import { Finding, type FindingClass, findingClasses, type FindingState, findingStates } from './finding.entity.js';

export class RecordFinding extends IntersectionType(
  PickType(Finding, ['auditId', 'class', 'title'] as const),
  PartialType(
    PickType(Finding, [
      'checklistItemId',
      'siteId',
      'processId',
      'clauses',
      'requirement',
      'evidence',
      'statement',
      'foundOn',
      'correctedOn',
      'externalRef',
      'disciplines',
    ] as const),
    { skipNullProperties: false },
  ),
) {
  @Reference({
    optional: true,
    description: 'Chosen by a sender without a network; sent again, it is refused with 409',
  })
  id?: string;
}

export class EditFinding extends PartialType(
  PickType(Finding, [
    'class',
    'title',
    'processId',
    'clauses',
    'requirement',
    'evidence',
    'statement',
    'correctedOn',
    'disposition',
    'externalRef',
  ] as const),
  {
    skipNullProperties: false,
  },
) {}

/** Everything else is in the finding. A place is asked for only when neither the finding nor its audit has one. */
export class RaiseFromFinding extends PartialType(
  PickType(RaiseNonconformity, ['siteId', 'processId', 'ownerId', 'severity', 'extent', 'legalBreach'] as const),
  { skipNullProperties: false },
) {
  @Text({ max: 2000, optional: true, description: 'Why now; goes into the history' }) reason?: string;
}

export class FindingQuery extends PageQuery {
  @Choice(disciplines, { optional: true }) discipline?: Discipline;
  @Choice(findingStates, { optional: true }) state?: FindingState;
  @Choice(findingClasses, { optional: true }) class?: FindingClass;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() auditId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() siteId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() processId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() nonconformityId?: string;
  @Text({ max: 60, optional: true }) clause?: string;
}

export class FindingRow extends OmitType(Finding, ['orgId', 'requirement', 'evidence'] as const) {}

export class FindingView extends OmitType(Finding, ['orgId'] as const) {
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
