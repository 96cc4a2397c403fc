import { Choice, Code, Flag, PageQuery, Reference, Text, Transition, Whole } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { Redaction, RedactionTarget, redactionStates, type RedactionState } from './redaction.entity.js';

export class RequestRedaction extends IntersectionType(
  PickType(Redaction, ['recordType', 'recordId', 'legalGround', 'explanation'] as const),
  PartialType(PickType(Redaction, ['targets', 'attachmentIds'] as const), { skipNullProperties: false }),
) {}

export class PreviewRedaction extends PickType(Redaction, ['recordType', 'recordId'] as const) {
  @Text({
    max: 200,
    min: 3,
    optional: true,
    description: 'Also finds other records in which this stands or ever stood, such as the name of a person',
    example: 'Eva Lindqvist',
  })
  words?: string;
}

export class RedactionQuery extends PageQuery {
  @Choice(redactionStates, { optional: true }) state?: RedactionState;
  @Code({ max: 60, pattern: /^[a-z_]+$/, optional: true }) recordType?: string;
  @Reference({ optional: true }) recordId?: string;
}

/** A text that can be erased, or is going to be. */
export class ErasableText extends RedactionTarget {
  @Text({ max: 2000, description: 'The record to which it belongs', example: 'CMP-2026-0007 Nordlicht Pumps AB' })
  label: string;
  @Whole({ min: 1, max: 2_147_483_647, description: 'Versions of the row that show it' }) versions: number;
  @Whole({ min: 1, max: 2_147_483_647, description: 'Different texts among them' }) texts: number;
  @Text({ max: 300, description: 'The beginning of the newest', example: 'Ms Berg, +46 8 123 45' }) text: string;
  @Flag({ description: 'It belongs to the record itself, not to another in which the words stand' }) own: boolean;
}

/** An attachment whose content can be erased. */
export class ErasableAttachment {
  @Reference() id: string;
  @Text({ max: 255, example: 'gauge 7.jpg' }) originalName: string;
  @Whole({ min: 1, max: 2_147_483_647 }) bytes: number;
  @Whole({ min: 0, max: 2_147_483_647, description: 'Other attachments of the same content, for which it is kept' })
  alsoOn: number;
}

/** The legal hold that stands against an erasure. */
export class HoldInTheWay {
  @Reference() id: string;
  @Code({ max: 20, example: 'LH-2026-0001' }) reference: string;
}

/** What can be erased of a record, with its parts and attachments. */
export class RedactionPreview {
  @ApiProperty({ type: [ErasableText] }) texts: ErasableText[];
  @ApiProperty({ type: [ErasableAttachment] }) attachments: ErasableAttachment[];
  @ApiProperty({ type: [HoldInTheWay], description: 'While there is one, nothing of it is erased' })
  holds: HoldInTheWay[];
}

class Told {
  @Text({ max: 2000, nullable: true, description: 'The record, as far as the caller may know it' }) recordLabel:
    string | null;
  @Text({ max: 200, example: 'Eva Lindqvist' }) requestedByName: string;
  @Text({ max: 200, nullable: true, example: 'Paul Berg' }) decidedByName: string | null;
}

/** In a list: without what is erased. */
export class RedactionRow extends IntersectionType(
  OmitType(Redaction, ['orgId', 'targets', 'digests', 'fileDigests'] as const),
  Told,
) {}

export class RedactionView extends IntersectionType(OmitType(Redaction, ['orgId'] as const), Told) {
  @ApiProperty({ type: [ErasableText], description: 'What is still there to be erased' }) texts: ErasableText[];
  @ApiProperty({ type: [ErasableAttachment] }) attachments: ErasableAttachment[];
  @ApiProperty({ type: [HoldInTheWay] }) holds: HoldInTheWay[];
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
