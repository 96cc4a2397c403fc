import { PlanAction, RaiseNonconformity } from '#continual-improvement';
import { Choice, Code, PageQuery, Reference } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { type ReviewArea, reviewAreas } from '../environmental-review/environmental-review-choices.js';
import { EnvironmentalReviewItem, type Rating, ratings } from './environmental-review-item.entity.js';

const observed = ['area', 'observation', 'rating'] as const;
const shownBy = ['quantity', 'unit', 'evidence', 'clauses'] as const;

export class RecordReviewItem extends IntersectionType(
  PickType(EnvironmentalReviewItem, observed),
  PartialType(PickType(EnvironmentalReviewItem, shownBy), { skipNullProperties: false }),
) {}

/** Send only what changes. */
export class EditReviewItem extends PartialType(PickType(EnvironmentalReviewItem, [...observed, ...shownBy] as const), {
  skipNullProperties: false,
}) {}

export class ReviewItemQuery extends PageQuery {
  @Choice(reviewAreas, { optional: true }) area?: ReviewArea;
  @Choice(ratings, { optional: true }) rating?: Rating;
}

/** Evidence, statement and clauses come from the item unless they are given; the day is today. */
export class ReportItemNonconformity extends IntersectionType(
  PickType(RaiseNonconformity, ['title', 'requirement'] as const),
  PartialType(
    PickType(RaiseNonconformity, [
      'evidence',
      'statement',
      'clauses',
      'siteId',
      'processId',
      'detectedOn',
      'ownerId',
      'severity',
      'extent',
      'legalBreach',
    ] as const),
    { skipNullProperties: false },
  ),
) {}

export class PlanItemAction extends PickType(PlanAction, [
  'title',
  'ownerId',
  'dueOn',
  'siteId',
  'description',
  'deliverable',
] as const) {}

/** A record that an item led to. */
export class LinkedRecord {
  @Reference() id: string;
  @Code({ max: 20, example: 'ASP-2026-0007' }) reference: string;
}

export class EnvironmentalReviewItemView extends OmitType(EnvironmentalReviewItem, ['orgId'] as const) {
  @ApiProperty({ type: LinkedRecord, nullable: true }) aspect: LinkedRecord | null;
  @ApiProperty({ type: LinkedRecord, nullable: true }) nonconformity: LinkedRecord | null;
  @ApiProperty({ type: LinkedRecord, nullable: true }) action: LinkedRecord | null;
}
