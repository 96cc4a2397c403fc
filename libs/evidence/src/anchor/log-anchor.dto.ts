import { ApiProperty, OmitType, PickType } from '@nestjs/swagger';
import { PageQuery } from '#platform';
import { LogAnchor } from './log-anchor.entity.js';

export class LogAnchorQuery extends PageQuery {}

export class RequestLogAnchor extends PickType(LogAnchor, ['kind'] as const) {}

export class LogAnchorView extends OmitType(LogAnchor, ['orgId', 'token'] as const) {
  @ApiProperty({ example: 'Max Weber' }) requestedByName: string;
}
