import { ChangeMany, Choice, type Discipline, disciplines, PageQuery, Text, Transition, toBoolean } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { Action, type ActionKind, actionKinds, type ActionState, actionStates } from './action.entity.js';

/** For a nonconformity, disciplines and site are those of the nonconformity and may be left out. */
export class PlanAction extends IntersectionType(
  PickType(Action, ['title', 'ownerId', 'dueOn'] as const),
  PartialType(
    PickType(Action, [
      'kind',
      'disciplines',
      'siteId',
      'nonconformityId',
      'causeId',
      'description',
      'deliverable',
    ] as const),
    { skipNullProperties: false },
  ),
) {}

export class EditAction extends PartialType(
  PickType(Action, ['title', 'description', 'deliverable', 'ownerId', 'dueOn', 'causeId', 'completion'] as const),
  { skipNullProperties: false },
) {
  @Text({ max: 2000, optional: true, description: 'Why; needed when the owner or the due date changes' })
  reason?: string;
}

/** A new owner or due date for many, each as if it were changed alone. */
export class ChangeActions extends IntersectionType(
  ChangeMany,
  PartialType(PickType(Action, ['ownerId', 'dueOn'] as const), { skipNullProperties: false }),
) {}

export class ActionQuery extends PageQuery {
  @Choice(disciplines, { optional: true }) discipline?: Discipline;
  @Choice(actionStates, { optional: true }) state?: ActionState;
  @Choice(actionKinds, { optional: true }) kind?: ActionKind;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() ownerId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() siteId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() nonconformityId?: string;
  @ApiProperty({ required: false, description: 'Only those that are not accepted or cancelled' })
  @IsOptional()
  @toBoolean
  @IsBoolean()
  open?: boolean;
  @ApiProperty({ required: false, description: 'Only those that are not done by their due date' })
  @IsOptional()
  @toBoolean
  @IsBoolean()
  overdue?: boolean;
}

export class ActionRow extends OmitType(Action, ['orgId'] as const) {
  @ApiProperty({ description: 'Its due date has passed and it is not done; computed when read' }) overdue: boolean;
}

export class ActionView extends ActionRow {
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
