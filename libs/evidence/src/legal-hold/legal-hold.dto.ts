import { Choice, PageQuery, Text, Transition } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { LegalHold, type LegalHoldState, legalHoldStates } from './legal-hold.entity.js';

export class RequestLegalHold extends IntersectionType(
  PickType(LegalHold, ['scope', 'title', 'reason'] as const),
  PartialType(PickType(LegalHold, ['recordType', 'recordId', 'heldSiteId'] as const), { skipNullProperties: false }),
) {}

export class LegalHoldQuery extends PageQuery {
  @Choice(legalHoldStates, { optional: true }) state?: LegalHoldState;
}

export class LegalHoldView extends OmitType(LegalHold, ['orgId'] as const) {
  @Text({ max: 2000, nullable: true, description: 'The record, as far as the caller may know it' }) recordLabel:
    string | null;
  @Text({ max: 200, example: 'Eva Lindqvist' }) requestedByName: string;
  @Text({ max: 200, nullable: true }) setByName: string | null;
  @Text({ max: 200, nullable: true }) liftRequestedByName: string | null;
  @Text({ max: 200, nullable: true }) liftedByName: string | null;
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
