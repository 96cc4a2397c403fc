import { Choice, Day, Flag, Whole } from '#platform';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import {
  type CauseGroup,
  causeGroups,
  type IshikawaCategoryKey,
  ishikawaCategoryKeys,
} from '../nonconformity/causes.js';
import { CountedRecords, FigureMeaning } from './figure.dto.js';
import { PeriodQuery } from './figure-query.js';

export const causeDimensions = ['category', 'fishbone'] as const;
export type CauseDimension = (typeof causeDimensions)[number];

export class CauseFigureQuery extends PeriodQuery {
  @Choice(causeDimensions, { optional: true, description: 'By the code of the cause, or by the bone of the fishbone' })
  by?: CauseDimension;
}

export class CauseBar extends CountedRecords {
  @Choice([...new Set([...causeGroups, ...ishikawaCategoryKeys])], { example: 'training' })
  cause: CauseGroup | IshikawaCategoryKey;
  @ApiProperty({ type: Number, minimum: 0, maximum: 1, description: 'Of the sum of all bars' }) share: number;
  @ApiProperty({ type: Number, minimum: 0, maximum: 1, description: 'Of this bar and those before it' })
  cumulativeShare: number;
  @Flag({ description: 'One of the first bars that are needed to reach 80 %' }) vital: boolean;
}

/** What goes wrong most: a Pareto analysis of confirmed causes. */
export class CauseFigure extends IntersectionType(FigureMeaning) {
  @Day() from: string;
  @Day() to: string;
  @Choice(causeDimensions) by: CauseDimension;
  @ApiProperty({ type: [CauseBar], description: 'Most first; causes without a code last' }) bars: CauseBar[];
  @Whole({ min: 0, max: 1_000_000_000, description: 'The sum of the bars' }) sum: number;
  @ApiProperty({ type: CountedRecords, description: 'All nonconformities found in the period' }) found: CountedRecords;
  @ApiProperty({ type: CountedRecords, description: 'Those of them without a confirmed cause' })
  withoutCause: CountedRecords;
}
