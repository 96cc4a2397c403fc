import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { PageQuery, Switch } from '../http/page.js';
import { ApiKey } from './api-key.entity.js';

/** For all sites and without end unless it says otherwise. */
export class MakeApiKey extends IntersectionType(
  PickType(ApiKey, ['name', 'permissions', 'disciplines'] as const),
  PartialType(PickType(ApiKey, ['siteIds', 'expiresOn'] as const), { skipNullProperties: false }),
) {}

export class ApiKeyQuery extends PageQuery {
  @Switch('Only keys that work, or only expired and revoked ones') active?: boolean;
}

export class ApiKeyView extends OmitType(ApiKey, ['orgId', 'keyHash'] as const) {
  @ApiProperty({ description: 'Neither expired nor revoked' }) active: boolean;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'To the minute',
    example: '2026-03-02T10:11:12.000Z',
  })
  lastUsedAt: string | null;
}

export class NewApiKey extends ApiKeyView {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'ck_Zk3bq0R9uXw7m2a8dQ1v5c4n6t8y0e2i4o6p8s1d3f5',
    description: 'The key: shown now and never again; null in the answer to a repeated request',
  })
  key: string | null;
}
