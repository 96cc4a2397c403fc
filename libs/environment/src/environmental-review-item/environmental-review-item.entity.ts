import { clausePattern } from '#continual-improvement';
import { Choice, Choices, Codes, Decimal, type Discipline, RecordEntity, Reference, Text } from '#platform';
import { Entity } from 'typeorm';
import { type ReviewArea, reviewAreas } from '../environmental-review/environmental-review-choices.js';

export const ratings = ['low', 'medium', 'high'] as const;
export type Rating = (typeof ratings)[number];

/** One observation of an environmental review, and what it led to. */
@Entity()
export class EnvironmentalReviewItem extends RecordEntity {
  @Reference() reviewId: string;
  @Choices(['environment']) disciplines: Discipline[];
  @Reference({ nullable: true, description: 'The site of the review' }) siteId: string | null;
  @Choice(reviewAreas) area: ReviewArea;
  @Text({ max: 2000, example: 'Solvent of the paint shop is vented without treatment' }) observation: string;
  @Decimal({ nullable: true, example: 12.4 }) quantity: number | null;
  @Text({ max: 30, nullable: true, description: 'Needed with a quantity', example: 't VOC per year' }) unit:
    string | null;
  @Text({ max: 2000, nullable: true, description: 'What shows it', example: 'Solvent balance 2025, page 4' })
  evidence: string | null;
  @Choice(ratings, { description: 'How much it matters, at first sight' }) rating: Rating;
  @Codes({ max: 60, pattern: clausePattern, maxItems: 20, example: ['ISO 14001:2026 / 6.1.2'] }) clauses: string[];
  @Reference({ nullable: true, description: 'Null when not recorded by a person' }) recordedById: string | null;
  @Reference({ nullable: true, description: 'The aspect that it became' }) aspectId: string | null;
  @Reference({ nullable: true, description: 'The nonconformity that was raised for it' }) nonconformityId:
    string | null;
  @Reference({ nullable: true, description: 'The action that was planned for it' }) actionId: string | null;
}
