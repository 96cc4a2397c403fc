import { Text, Transition, Whole } from '#platform';
import { ApiProperty, OmitType } from '@nestjs/swagger';
import { LogEpoch } from './log-epoch.entity.js';

export class LogEpochView extends OmitType(LogEpoch, ['orgId'] as const) {
  @Whole({
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    nullable: true,
    description: 'Lines that were signed here and that the restored database did not hold; null when nobody can tell',
  })
  lostLines: number | null;
  @Text({ max: 200, nullable: true, example: 'Eva Lindqvist' }) confirmedByName: string | null;
  @Text({ max: 200, nullable: true }) countersignedByName: string | null;
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
