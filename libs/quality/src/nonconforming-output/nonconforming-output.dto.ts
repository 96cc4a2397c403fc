import { Choice, PageQuery, Reference, Structure, Text, Transition, toBoolean } from '#platform';
import { Nonconformity } from '#continual-improvement';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { type Disposition, dispositions } from './disposition.js';
import {
  type FoundAt,
  foundAtStages,
  NonconformingOutput,
  type NonconformingOutputState,
  nonconformingOutputStates,
} from './nonconforming-output.entity.js';

/** The nonconformity that is raised together with the output: complete, because it is submitted at once. */
export class OutputNonconformity extends IntersectionType(
  PickType(Nonconformity, ['title', 'detectedOn'] as const),
  PartialType(
    PickType(Nonconformity, [
      'processId',
      'clauses',
      'ownerId',
      'severity',
      'extent',
      'legalBreach',
      'containments',
      'externalRef',
    ] as const),
    { skipNullProperties: false },
  ),
) {
  @Text({ max: 10_000, description: 'What should be, by reference' }) requirement: string;
  @Text({ max: 10_000, description: 'What was seen' }) evidence: string;
  @Text({ max: 10_000, description: 'How the evidence fails the requirement' }) statement: string;
}

const described = ['product', 'quantity', 'unit', 'foundAt', 'description'] as const;

/** Either for a nonconformity that exists, or together with a new one. The site is that of the nonconformity. */
export class RecordNonconformingOutput extends IntersectionType(
  PickType(NonconformingOutput, described),
  PartialType(PickType(NonconformingOutput, ['lot', 'siteId', 'nonconformityId'] as const), {
    skipNullProperties: false,
  }),
) {
  @Structure(() => OutputNonconformity, { optional: true }) nonconformity?: OutputNonconformity;
}

const editable = [
  ...described,
  'lot',
  'disposition',
  'dispositionReason',
  'authority',
  'concessionNumber',
  'concessionLimitQuantity',
  'concessionValidUntil',
  'concessionCustomerApproved',
  'verificationResult',
  'verificationEvidence',
  'verifiedOn',
] as const;

/** Send only what changes. */
export class EditNonconformingOutput extends PartialType(PickType(NonconformingOutput, editable), {
  skipNullProperties: false,
}) {
  @Text({ max: 2000, optional: true, description: 'Why' }) reason?: string;
}

export class NonconformingOutputQuery extends PageQuery {
  @Choice(nonconformingOutputStates, { optional: true }) state?: NonconformingOutputState;
  @Choice(dispositions, { optional: true }) disposition?: Disposition;
  @Choice(foundAtStages, { optional: true }) foundAt?: FoundAt;
  @Reference({ optional: true }) siteId?: string;
  @Reference({ optional: true }) nonconformityId?: string;
  @ApiProperty({ required: false, description: 'Only those that are not closed' })
  @IsOptional()
  @toBoolean
  @IsBoolean()
  open?: boolean;
}

class Computed {
  @ApiProperty({ description: 'The disposition takes a concession' }) concessionRequired: boolean;
  @ApiProperty({ description: 'The disposition takes a verification' }) verificationRequired: boolean;
}

/** In a list: without the long texts. */
export class NonconformingOutputRow extends IntersectionType(
  OmitType(NonconformingOutput, ['orgId', 'description', 'dispositionReason', 'verificationEvidence'] as const),
  Computed,
) {}

export class NonconformingOutputView extends IntersectionType(
  OmitType(NonconformingOutput, ['orgId'] as const),
  Computed,
) {
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
