import { Choice, Code, RecordEntity, Text, Whole } from '#platform';
import { Entity } from 'typeorm';

export const retentionStarts = ['ended', 'end_of_year'] as const;
export type RetentionStart = (typeof retentionStarts)[number];

/** A certification cycle and the year before: what an auditor may still ask for. */
export const usualYears = 4;

/** How long records of a kind are kept after their end; the standards leave that to the organisation (7.5.3). */
@Entity()
export class RetentionRule extends RecordEntity {
  @Code({ max: 60, pattern: /^[a-z_]+$/, description: 'One rule for each kind', example: 'complaint' })
  recordType: string;
  @Whole({ min: 1, max: 100, description: 'A time below four years needs a basis', example: 6 }) years: number;
  @Choice(retentionStarts, {
    description: 'From the day on which it was closed, completed, approved or retired, or from the end of that year',
  })
  starts: RetentionStart;
  @Text({ max: 2000, nullable: true, description: 'Law, contract or reason', example: 'Product liability act' })
  basis: string | null;
}
