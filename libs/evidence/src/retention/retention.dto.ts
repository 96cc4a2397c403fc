import { Choice, Code, PageQuery, Reference, Text, Transition } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { Disposal, DisposedRecord, type DisposalState, disposalStates } from './disposal.entity.js';
import { RetentionRule } from './retention-rule.entity.js';

export class SetRetentionRule extends IntersectionType(
  PickType(RetentionRule, ['recordType', 'years', 'starts'] as const),
  PartialType(PickType(RetentionRule, ['basis'] as const), { skipNullProperties: false }),
) {}

/** Send only what changes. */
export class EditRetentionRule extends PartialType(PickType(RetentionRule, ['years', 'starts', 'basis'] as const), {
  skipNullProperties: false,
}) {
  @Text({ max: 2000, optional: true, description: 'Why it changes' }) reason?: string;
}

export class RetentionRuleView extends OmitType(RetentionRule, ['orgId'] as const) {}

export class DueQuery {
  @Code({ max: 60, pattern: /^[a-z_]+$/, optional: true, description: 'Only this kind' }) recordType?: string;
}

/** A record that may be disposed of today. */
export class DueRecord extends DisposedRecord {
  @Code({ max: 60, pattern: /^[a-z_]+$/, example: 'complaint' }) recordType: string;
  @Text({ max: 2000, example: 'CMP-2019-0007 Nordlicht Pumps AB' }) label: string;
}

export class RequestDisposal extends IntersectionType(
  PickType(Disposal, ['recordType', 'recordIds'] as const),
  PartialType(PickType(Disposal, ['comment'] as const), { skipNullProperties: false }),
) {}

export class DisposalQuery extends PageQuery {
  @Choice(disposalStates, { optional: true }) state?: DisposalState;
  @Code({ max: 60, pattern: /^[a-z_]+$/, optional: true }) recordType?: string;
}

export class DisposalView extends OmitType(Disposal, ['orgId'] as const) {
  @Text({ max: 200, example: 'Eva Lindqvist' }) requestedByName: string;
  @Text({ max: 200, nullable: true }) decidedByName: string | null;
  @Code({ max: 20, nullable: true, description: 'The number of the erasure', example: 'RED-2026-0007' })
  redactionReference: string | null;
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}

/** The certificate of a disposal as data. */
export class DisposalCertificate {
  @ApiProperty({ type: DisposalView }) disposal: DisposalView;
  @Reference() redactionId: string;
  @ApiProperty({
    type: [String],
    description: 'Digests of the erased texts, as they stand in the lines of the history',
  })
  digests: string[];
  @ApiProperty({ type: [String], description: 'SHA-256 of the erased contents of files' }) fileDigests: string[];
  @Code({ max: 64, description: 'The line of history of the disposal: its leaf in the tree of the log' })
  digest: string;
}
