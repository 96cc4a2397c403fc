import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { PageQuery, Text } from '#platform';
import { AuditorCompetence } from './auditor-competence.entity.js';

export class RecordCompetence extends IntersectionType(
  PickType(AuditorCompetence, ['personId', 'level', 'editions', 'qualification', 'validFrom'] as const),
  PartialType(PickType(AuditorCompetence, ['validUntil'] as const), { skipNullProperties: false }),
) {}

export class RevokeCompetence {
  @Text({ max: 2000 }) reason: string;
}

export class CompetenceQuery extends PageQuery {
  @ApiProperty({ required: false, format: 'uuid' }) @IsOptional() @IsUUID() personId?: string;
}

export class CompetenceView extends OmitType(AuditorCompetence, ['orgId'] as const) {}
