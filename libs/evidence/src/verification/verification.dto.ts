import { ApiProperty, OmitType } from '@nestjs/swagger';
import { PageQuery } from '#platform';
import { Verification } from './verification.entity.js';

export class VerificationQuery extends PageQuery {}

export class VerificationView extends OmitType(Verification, ['orgId'] as const) {
  @ApiProperty({ example: 'Max Weber' }) requestedByName: string;
}
