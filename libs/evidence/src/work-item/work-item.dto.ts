import {
  Choice,
  Choices,
  Code,
  Day,
  type Discipline,
  disciplines,
  Flag,
  PageQuery,
  Reference,
  Text,
  Whole,
} from '#platform';
import { ApiProperty, PickType } from '@nestjs/swagger';

export class WorkItemQuery extends PickType(PageQuery, ['limit', 'cursor', 'count'] as const) {
  @Choice(disciplines, { optional: true, description: 'Only what concerns this discipline' }) discipline?: Discipline;
}

/** Something that waits for the caller: a record and what is expected. */
export class WorkItem {
  @Code({ max: 60, example: 'nonconformity' }) recordType: string;
  @Code({ max: 60, description: 'The part of its address before the id', example: 'nonconformities' }) path: string;
  @Reference() id: string;
  @Code({ max: 60, nullable: true, description: 'None for a draft', example: 'NC-2026-0042' })
  reference: string | null;
  @Text({ max: 500, example: 'Torque out of range on line 2' }) title: string;
  @Code({ max: 60, description: 'The next step of the caller', example: 'verify_effectiveness' }) expected: string;
  @Code({ max: 60, example: 'effectiveness' }) state: string;
  @Day({ nullable: true, description: 'By when' }) dueOn: string | null;
  @Flag({ description: 'That day has passed in the time zone of the organisation; computed when read' })
  overdue: boolean;
  @Choices(disciplines) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
}

export class WorkItemPage {
  @ApiProperty({ type: [WorkItem], description: 'The earliest due first, what has no due date last' })
  items: WorkItem[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as cursor to get the next page' })
  nextCursor: string | null;
  @Whole({ min: 0, max: 2_147_483_647, optional: true, description: 'With count=true' }) total?: number;
  @Whole({ min: 0, max: 2_147_483_647, optional: true, description: 'With count=true' }) overdue?: number;
}
