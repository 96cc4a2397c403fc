import { Choice, PageQuery, Reference, Text, Transition, toBoolean } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { EnvironmentalReview } from './environmental-review.entity.js';
import { type ReviewKind, reviewKinds, type ReviewState, reviewStates } from './environmental-review-choices.js';

const planned = ['title', 'scope', 'leadId', 'dueOn'] as const;
const filledIn = [
  'previousReviewId',
  'periodFrom',
  'periodTo',
  'methods',
  'sources',
  'teamIds',
  'baseline',
  'aspectsNote',
  'obligationsNote',
  'practicesNote',
  'incidentsNote',
  'conclusions',
  'priorities',
] as const;

/** Kind, title, scope, lead and due day plan a review; the rest may follow until it is submitted. */
export class PlanEnvironmentalReview extends IntersectionType(
  PickType(EnvironmentalReview, ['kind', ...planned] as const),
  PartialType(PickType(EnvironmentalReview, ['siteId', ...filledIn] as const), { skipNullProperties: false }),
) {}

/** Send only what changes. */
export class EditEnvironmentalReview extends PartialType(
  PickType(EnvironmentalReview, [...planned, ...filledIn] as const),
  { skipNullProperties: false },
) {
  @Text({ max: 2000, optional: true, description: 'Why; needed when the scope, the lead or the due day changes' })
  reason?: string;
}

export class EnvironmentalReviewQuery extends PageQuery {
  @Choice(reviewKinds, { optional: true }) kind?: ReviewKind;
  @Choice(reviewStates, { optional: true }) state?: ReviewState;
  @Reference({ optional: true }) siteId?: string;
  @Reference({ optional: true }) leadId?: string;
  @ApiProperty({ required: false, description: 'Only those neither approved nor cancelled whose due day has passed' })
  @IsOptional()
  @toBoolean
  @IsBoolean()
  overdue?: boolean;
}

export class ItemCounts {
  @ApiProperty({ type: 'integer' }) aspects: number;
  @ApiProperty({ type: 'integer' }) obligations: number;
  @ApiProperty({ type: 'integer' }) practices: number;
  @ApiProperty({ type: 'integer' }) incidents: number;
}

/** In a list: without the long texts and the baseline. */
export class EnvironmentalReviewRow extends OmitType(EnvironmentalReview, [
  'orgId',
  'scope',
  'sources',
  'baseline',
  'aspectsNote',
  'obligationsNote',
  'practicesNote',
  'incidentsNote',
  'conclusions',
  'priorities',
] as const) {
  @ApiProperty({ description: 'Its due day has passed and it is not approved; computed when read' }) overdue: boolean;
  @ApiProperty({ type: ItemCounts, description: 'Items in each area' }) itemCounts: ItemCounts;
}

export class EnvironmentalReviewView extends OmitType(EnvironmentalReview, ['orgId'] as const) {
  @ApiProperty({ description: 'Its due day has passed and it is not approved; computed when read' }) overdue: boolean;
  @ApiProperty({
    type: ItemCounts,
    nullable: true,
    description: 'Items in each area as they are now; null when the review is read as of an earlier instant',
  })
  itemCounts: ItemCounts | null;
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
