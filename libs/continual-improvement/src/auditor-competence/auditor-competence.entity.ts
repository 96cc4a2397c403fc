import { Choice, Codes, Day, RecordEntity, Reference, Text } from '#platform';
import { Entity } from 'typeorm';

export const auditorLevels = ['auditor', 'lead'] as const;
export type AuditorLevel = (typeof auditorLevels)[number];

/** An edition of a standard that somebody may audit: `ISO 9001:2026`. */
export const editionPattern = /^ISO \d{4,5}:\d{4}$/;

/** What an auditor was found able to audit (clause 7.2 applied to audits). */
@Entity()
export class AuditorCompetence extends RecordEntity {
  @Reference() personId: string;
  @Choice(auditorLevels) level: AuditorLevel;
  @Codes({ max: 20, pattern: editionPattern, min: 1, maxItems: 20, example: ['ISO 9001:2026'] }) editions: string[];
  @Text({
    max: 2000,
    description: 'Training, audits done and witnessed',
    example: '24 h auditor course; 4 audits witnessed',
  })
  qualification: string;
  @Day() validFrom: string;
  @Day({ nullable: true }) validUntil: string | null;
  @Reference({ nullable: true, description: 'Who evaluated it' }) evaluatedById: string | null;
  @Day({ nullable: true }) revokedOn: string | null;
}
