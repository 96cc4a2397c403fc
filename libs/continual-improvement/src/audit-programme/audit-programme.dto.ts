import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional } from 'class-validator';
import { Choice, PageQuery, Transition } from '#platform';
import { AuditProgramme, type ProgrammeState, programmeStates } from './audit-programme.entity.js';

export class DraftProgramme extends IntersectionType(
  PickType(AuditProgramme, ['year', 'title', 'disciplines'] as const),
  PartialType(PickType(AuditProgramme, ['objectives', 'risks'] as const), { skipNullProperties: false }),
) {}

export class EditProgramme extends PartialType(
  PickType(AuditProgramme, ['title', 'disciplines', 'objectives', 'risks'] as const),
  {
    skipNullProperties: false,
  },
) {}

export class ProgrammeQuery extends PageQuery {
  @Choice(programmeStates, { optional: true }) state?: ProgrammeState;
  @ApiProperty({ required: false, type: 'integer' }) @IsOptional() @Type(() => Number) @IsInt() year?: number;
}

export class ProgrammeRow extends OmitType(AuditProgramme, ['orgId'] as const) {}

export class ProgrammeView extends ProgrammeRow {
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}

/** How often audits of a programme look at one clause in one process. */
export class CoverageCell {
  @ApiProperty({ type: String, format: 'uuid' }) processId: string;
  @ApiProperty({ type: String, example: 'ISO 9001:2026 / 8.7' }) clause: string;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Audits whose fieldwork is done' }) done: number;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Audits that are still to come or running' })
  planned: number;
}

export class ProgrammeCoverage {
  @ApiProperty({ type: [CoverageCell], description: 'Only pairs that at least one audit looks at' })
  cells: CoverageCell[];
}
