import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { Equals } from 'class-validator';
import { Text } from '../http/fields.js';
import { RoleGrant } from './role-grant.entity.js';

/** For all sites and without end unless it says otherwise. */
export class GrantRole extends IntersectionType(
  PickType(RoleGrant, ['role', 'disciplines'] as const),
  PartialType(PickType(RoleGrant, ['siteIds', 'validFrom', 'validUntil'] as const), { skipNullProperties: false }),
) {
  @Text({ max: 2000, optional: true, description: 'Why' }) reason?: string;
}

/** Takes back a role, an API key or a passkey for good. */
export class Revoke {
  @ApiProperty({
    type: Boolean,
    enum: [true],
    example: true,
    description: 'What was taken back stays so; give a new one',
  })
  @Equals(true)
  revoked: true;
  @Text({ max: 2000, example: 'Changed to another department' }) reason: string;
}

export class RoleGrantView extends OmitType(RoleGrant, ['orgId'] as const) {
  @ApiProperty({ description: 'In force today' }) active: boolean;
}
