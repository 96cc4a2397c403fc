import { Choice, Code, Instant, RecordEntity, Reference, Text } from '#platform';
import { Entity } from 'typeorm';

export const legalHoldStates = ['requested', 'in_force', 'lift_requested', 'lifted', 'rejected', 'withdrawn'] as const;
export type LegalHoldState = (typeof legalHoldStates)[number];

export const legalHoldScopes = ['record', 'record_type', 'site', 'organisation'] as const;
export type LegalHoldScope = (typeof legalHoldScopes)[number];

/** What must not be erased or disposed of, because a court, an authority or an insurer may ask for it. */
@Entity()
export class LegalHold extends RecordEntity {
  @Code({ max: 20, example: 'LH-2026-0001' }) reference: string;
  @Choice(legalHoldStates) state: LegalHoldState;
  @Choice(legalHoldScopes, { description: 'A record with its parts, all of a kind, all of a site, or everything' })
  scope: LegalHoldScope;
  @Code({ max: 60, pattern: /^[a-z_]+$/, nullable: true, example: 'complaint' }) recordType: string | null;
  @Reference({ nullable: true }) recordId: string | null;
  @Reference({ nullable: true, description: 'For a site: what belongs to it' }) heldSiteId: string | null;
  @Text({ max: 200, example: 'Product liability, pump housings' }) title: string;
  @Text({ max: 2000, description: 'Why it must be kept', example: 'Letter of the court of 2 March' }) reason: string;
  @Code({ max: 80, description: 'Who asked for it, as in the history' }) requestedBy: string;
  @Code({ max: 80, nullable: true, description: 'Who set it, another person' }) setBy: string | null;
  @Instant({ nullable: true }) setAt: string | null;
  @Code({ max: 80, nullable: true }) liftRequestedBy: string | null;
  @Text({ max: 2000, nullable: true }) liftReason: string | null;
  @Code({ max: 80, nullable: true, description: 'Who lifted it, another person than who asked for that' })
  liftedBy: string | null;
  @Instant({ nullable: true }) liftedAt: string | null;
}
