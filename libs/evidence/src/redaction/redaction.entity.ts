import { Choice, Code, Codes, Instant, RecordEntity, Reference, References, Structures, Text } from '#platform';
import { Entity } from 'typeorm';

export const redactionStates = ['requested', 'approved', 'rejected', 'withdrawn'] as const;
export type RedactionState = (typeof redactionStates)[number];

/** Why the law lets or makes it happen (GDPR, 17; 5 (1) d and e). */
export const legalGrounds = [
  'request_of_person',
  'consent_withdrawn',
  'unlawful_processing',
  'legal_obligation',
  'not_needed',
  'entered_by_mistake',
  'retention_ended',
] as const;
export type LegalGround = (typeof legalGrounds)[number];

/** One column of one row, in all its versions. */
export class RedactionTarget {
  @Code({ max: 60, pattern: /^[a-z_]+$/, description: 'The table, as in the history', example: 'complaint' })
  recordType: string;
  @Reference() recordId: string;
  @Code({
    max: 60,
    pattern: /^(@reason|[a-zA-Z_]+)$/,
    description: 'A text of it; @reason for why it was changed',
    example: 'contact',
  })
  field: string;
}

const digests = { max: 64, maxItems: 1_000_000 } as const;

/**
 * Personal data that are erased, on the word of two people: their disclosures go, so the digests in the lines of the
 * history stand for nothing any more, and every proof still holds. What was erased is named by digests only.
 */
@Entity()
export class Redaction extends RecordEntity {
  @Code({ max: 20, example: 'RED-2026-0001' }) reference: string;
  @Choice(redactionStates) state: RedactionState;
  @Code({ max: 60, pattern: /^[a-z_]+$/, description: 'The kind of the record', example: 'complaint' })
  recordType: string;
  @Reference() recordId: string;
  @Reference({ nullable: true, description: 'The site of all the records; null for several or none' })
  siteId: string | null;
  @Choice(legalGrounds) legalGround: LegalGround;
  @Text({
    max: 2000,
    description: 'The ground in words, without the data that are erased',
    example: 'Request of 2 March, confirmed by the data protection officer',
  })
  explanation: string;
  @Structures(() => RedactionTarget, { maxItems: 100_000, description: 'What is erased' }) targets: RedactionTarget[];
  @References({ maxItems: 100_000, description: 'Attachments whose content is erased' }) attachmentIds: string[];
  @Code({ max: 80, description: 'Who asked for it, as in the history' }) requestedBy: string;
  @Code({ max: 80, nullable: true, description: 'Who decided, another person' }) decidedBy: string | null;
  @Instant({ nullable: true }) decidedAt: string | null;
  @Text({ max: 2000, nullable: true }) decisionReason: string | null;
  @Codes({
    ...digests,
    pattern: /^[\w-]{43}$/,
    description: 'Digests of the erased texts, as they stand in the lines',
    example: ['47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
  })
  digests: string[];
  @Codes({
    ...digests,
    pattern: /^[0-9a-f]{64}$/,
    description: 'SHA-256 of the erased contents of files',
    example: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  })
  fileDigests: string[];
  @Reference({ nullable: true, description: 'The disposal that it is part of' }) disposalId: string | null;
  @Instant({ nullable: true, description: 'When the last copies on the disks of this server were gone' })
  cleanedAt: string | null;
}
