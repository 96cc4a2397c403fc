import { ApiProperty, IntersectionType, OmitType, PickType } from '@nestjs/swagger';
import { Choice, Instant, Reference, Text, Whole } from '#platform';
import { ChecklistItemView } from '../audit/audit.dto.js';
import { AuditChecklistItem } from '../audit/audit.entity.js';
import { ChecklistAnswerConflict, conflictResolutions } from './answer-conflict.entity.js';

export class AnswerConflictView extends OmitType(ChecklistAnswerConflict, ['orgId'] as const) {
  @ApiProperty({ example: 'Eva Lindqvist' }) answeredByName: string;
}

/** A whole answer with the version that it was given to. */
export class SendAnswer extends IntersectionType(
  PickType(AuditChecklistItem, ['progress', 'result', 'grade', 'note'] as const),
  PickType(ChecklistAnswerConflict, ['baseVersion', 'answeredOnDeviceAt'] as const),
) {}

export const answerOutcomes = ['written', 'same', 'conflict'] as const;

/** What became of an answer that was sent. */
export class SentAnswer {
  @ApiProperty({
    enum: answerOutcomes,
    description: 'Whether it counts now, was there already, or awaits a decision between it and another one',
  })
  outcome: (typeof answerOutcomes)[number];
  @ApiProperty({ type: ChecklistItemView }) item: ChecklistItemView;
  @ApiProperty({ type: AnswerConflictView, nullable: true }) conflict: AnswerConflictView | null;
}

export class ResolveConflict {
  @Choice(conflictResolutions, { description: 'Keep the answer that counts now, or replace it by the other one' })
  resolution: (typeof conflictResolutions)[number];
  @Text({ max: 2000, description: 'Why', example: 'Looked at the gauge together' }) reason: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Version of the question as it was looked at' }) itemVersion: number;
}

export class ReportDevice {
  @Whole({ min: 0, max: 100_000, description: 'Entries that this person still has to send from it' }) waiting: number;
}

/** A device on which somebody of the team has the audit with them. */
export class AuditDeviceView {
  @Reference() deviceId: string;
  @Reference() personId: string;
  @ApiProperty({ example: 'Eva Lindqvist' }) personName: string;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'As it said last' }) waiting: number;
  @Instant({ description: 'When it took the audit with it' }) takenAt: string;
  @Instant({ description: 'When it was heard of last' }) seenAt: string;
}
