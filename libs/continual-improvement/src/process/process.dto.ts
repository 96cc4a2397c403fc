import { Choice, type Discipline, disciplines, PageQuery, Switch, Text } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { Process, type ProcessKind, processKinds } from './process.entity.js';

const needed = ['code', 'name', 'kind', 'disciplines'] as const;
const choosable = ['purpose', 'siteId', 'ownerId', 'inputs', 'outputs'] as const;

export class DescribeProcess extends IntersectionType(
  PickType(Process, needed),
  PartialType(PickType(Process, choosable), { skipNullProperties: false }),
) {}

export class EditProcess extends PartialType(PickType(Process, [...needed, ...choosable, 'retiredOn'] as const), {
  skipNullProperties: false,
}) {
  @Text({ max: 2000, optional: true, description: 'Why' }) reason?: string;
}

export class ProcessQuery extends PageQuery {
  @Choice(disciplines, { optional: true }) discipline?: Discipline;
  @Choice(processKinds, { optional: true }) kind?: ProcessKind;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() siteId?: string;
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() ownerId?: string;
  @Switch('Only processes in use, or only retired ones') inUse?: boolean;
}

export class ProcessRow extends OmitType(Process, ['orgId', 'purpose', 'inputs', 'outputs'] as const) {}
export class ProcessView extends OmitType(Process, ['orgId'] as const) {}
