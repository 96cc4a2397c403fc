import { Code, fileLimit, Instant, PageQuery, Reference, Text, Whole } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsUUID, Matches } from 'class-validator';
import { Attachment } from './attachment.entity.js';

export class AttachFile extends IntersectionType(
  PickType(Attachment, ['recordType', 'recordId', 'fileId'] as const),
  PartialType(PickType(Attachment, ['capturedAt', 'effectiveFrom', 'effectiveTo', 'note'] as const), {
    skipNullProperties: false,
  }),
) {
  @Reference({
    optional: true,
    description: 'Chosen by a sender without a network; sent again, it is refused with 409',
  })
  id?: string;
}

export class VoidAttachment {
  @Text({ max: 2000, description: 'Why it does not count', example: 'Belongs to another lot' }) voidReason: string;
}

export class AttachmentQuery extends PageQuery {
  @ApiProperty({ example: 'nonconformity' }) @Matches(/^[a-z_]{1,60}$/) recordType: string;
  @ApiProperty({ format: 'uuid' }) @IsUUID() recordId: string;
}

/** What is on record about the attached file. */
export class AttachedFile {
  @Code({ max: 64, example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }) sha256: string;
  @Whole({ min: 1, max: fileLimit }) bytes: number;
  @Code({ max: 100, example: 'image/jpeg' }) mediaType: string;
  @Text({ max: 255, example: 'gauge 7.jpg' }) originalName: string;
  @Instant() receivedAt: string;
  @Code({ max: 20, nullable: true, description: 'The erasure that took its content away', example: 'RED-2026-0001' })
  erasure: string | null;
}

export class AttachmentView extends OmitType(Attachment, ['orgId'] as const) {
  @ApiProperty({ type: AttachedFile }) file: AttachedFile;
  @ApiProperty({ example: 'Eva Lindqvist' }) addedByName: string;
}
