import { Day, Text, Whole } from '#platform';
import { ApiProperty } from '@nestjs/swagger';
import { ListQuery } from './list-query.js';

const most = 1_000_000_000;

/** How many records, and which. */
export class CountedRecords {
  @Whole({ min: 0, max: most }) count: number;
  @ApiProperty({ type: ListQuery }) query: ListQuery;
}

/** What every figure says about itself. */
export class FigureMeaning {
  @Text({ max: 1000, description: 'What is counted, in a sentence' }) definition: string;
  @Day({ description: 'The day for which it holds: today in the organisation’s time zone' }) asOf: string;
}

/** A share, shown with its parts: without anything to be part of there is none, neither 0 nor 100 %. */
export class CountedShare {
  @ApiProperty({ type: CountedRecords, description: 'The part' }) part: CountedRecords;
  @ApiProperty({ type: CountedRecords, description: 'What it is part of' }) of: CountedRecords;
  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 1, example: 0.875 }) share: number | null;
}

export const shareOf = (part: CountedRecords, of: CountedRecords): CountedShare => ({
  part,
  of,
  share: of.count === 0 ? null : part.count / of.count,
});
