import { Choice, Day, Flag, PageQuery, Reference, Text, Transition, toBoolean } from '#platform';
import { RaiseNonconformity } from '#continual-improvement';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import {
  Complaint,
  type ComplaintState,
  complaintStates,
  type Seriousness,
  seriousnesses,
} from './complaint.entity.js';

const told = ['customer', 'channel', 'receivedOn', 'description'] as const;
const around = ['contact', 'siteId', 'processId', 'product', 'lot', 'externalRef', 'duplicateOfId', 'ownerId'] as const;

/** The fields that the person who took the complaint down fills in. */
export const intakeFields: readonly (keyof Complaint)[] = [...told, ...around];

export class RegisterComplaint extends IntersectionType(
  PickType(Complaint, told),
  PartialType(PickType(Complaint, around), { skipNullProperties: false }),
) {}

const editable = [
  ...told,
  ...around,
  'acknowledgedOn',
  'seriousness',
  'assessment',
  'justified',
  'answer',
  'answeredOn',
  'decisionCommunicatedOn',
  'satisfied',
] as const;

/** Send only what changes. */
export class EditComplaint extends PartialType(PickType(Complaint, editable), { skipNullProperties: false }) {
  @Text({ max: 2000, optional: true, description: 'Why; needed once what the customer said or the owner changes' })
  reason?: string;
}

/** Title, evidence and statement come from the complaint unless they are given. */
export class RaiseComplaintNonconformity extends IntersectionType(
  PickType(RaiseNonconformity, ['requirement'] as const),
  PartialType(
    PickType(RaiseNonconformity, [
      'title',
      'evidence',
      'statement',
      'processId',
      'clauses',
      'ownerId',
      'severity',
      'extent',
      'legalBreach',
      'containments',
    ] as const),
    { skipNullProperties: false },
  ),
) {}

export class ComplaintQuery extends PageQuery {
  @Choice(complaintStates, { optional: true }) state?: ComplaintState;
  @Choice(seriousnesses, { optional: true }) seriousness?: Seriousness;
  @Reference({ optional: true }) siteId?: string;
  @Reference({ optional: true }) processId?: string;
  @Reference({ optional: true }) ownerId?: string;
  @Reference({ optional: true }) nonconformityId?: string;
  @Day({ optional: true, description: 'Received on this day or later' }) receivedFrom?: string;
  @Day({ optional: true, description: 'Received on this day or earlier' }) receivedUntil?: string;
  @toBoolean @Flag({ optional: true }) justified?: boolean;
  @ApiProperty({ required: false, description: 'Only those that are not closed' })
  @IsOptional()
  @toBoolean
  @IsBoolean()
  open?: boolean;
  @ApiProperty({ required: false, description: 'Only those whose acknowledgement came too late or is overdue' })
  @IsOptional()
  @toBoolean
  @IsBoolean()
  acknowledgementLate?: boolean;
}

class Computed {
  @ApiProperty({ format: 'date', description: 'The last day on which the acknowledgement is in time; computed' })
  acknowledgeBy: string;
  @ApiProperty({ description: 'It was acknowledged after that day, or the day has passed; computed when read' })
  acknowledgementLate: boolean;
}

/** In a list: without the long texts. */
export class ComplaintRow extends IntersectionType(
  OmitType(Complaint, ['orgId', 'description', 'assessment', 'answer'] as const),
  Computed,
) {}

export class ComplaintView extends IntersectionType(OmitType(Complaint, ['orgId'] as const), Computed) {
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
