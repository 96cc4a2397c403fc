import { Choice, Code, Day, Instant, RecordEntity, Reference, References, Structures, Text, Whole } from '#platform';
import { Entity } from 'typeorm';
import { type RetentionStart, retentionStarts } from './retention-rule.entity.js';

export const disposalStates = ['requested', 'executed', 'rejected', 'withdrawn'] as const;
export type DisposalState = (typeof disposalStates)[number];

/** A record whose time of keeping has ended. */
export class DisposedRecord {
  @Reference() recordId: string;
  @Code({ max: 60, nullable: true, example: 'CMP-2019-0007' }) reference: string | null;
  @Reference({ nullable: true }) siteId: string | null;
  @Day({ description: 'When it came to its end', example: '2019-05-02' }) endedOn: string;
  @Day({ description: 'Until when it had to be kept', example: '2025-05-02' }) dueOn: string;
}

/** Records that are disposed of, on the word of two people; once executed it is the certificate of that. */
@Entity()
export class Disposal extends RecordEntity {
  @Code({ max: 20, example: 'DIS-2026-0001' }) reference: string;
  @Choice(disposalStates) state: DisposalState;
  @Code({ max: 60, pattern: /^[a-z_]+$/, example: 'complaint' }) recordType: string;
  @References({ min: 1, maxItems: 200, description: 'Records that are due' }) recordIds: string[];
  @Structures(() => DisposedRecord, { maxItems: 200 }) records: DisposedRecord[];
  @Reference({ description: 'The rule after which they are due' }) ruleId: string;
  @Whole({ min: 1, max: 2_147_483_647, description: 'Its version then' }) ruleVersion: number;
  @Whole({ min: 1, max: 100 }) years: number;
  @Choice(retentionStarts) starts: RetentionStart;
  @Text({ max: 2000, nullable: true }) comment: string | null;
  @Code({ max: 80, description: 'Who asked for it, as in the history' }) requestedBy: string;
  @Code({ max: 80, nullable: true, description: 'Who decided, another person' }) decidedBy: string | null;
  @Instant({ nullable: true }) decidedAt: string | null;
  @Text({ max: 2000, nullable: true }) decisionReason: string | null;
  @Reference({ nullable: true, description: 'The erasure that took the texts away, with their digests' })
  redactionId: string | null;
}
