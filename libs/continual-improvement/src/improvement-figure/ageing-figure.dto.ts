import { Choice, Whole } from '#platform';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { type Combination, combinations } from '../nonconformity/nonconformity.dto.js';
import { CountedRecords, FigureMeaning } from './figure.dto.js';

export class AgePart extends CountedRecords {
  @Choice(combinations, { description: 'Of one discipline alone, or of both' }) combination: Combination;
}

export class AgeBucket extends CountedRecords {
  @Whole({ min: 0, max: 10_000, description: 'Age in days, at least' }) fromDays: number;
  @Whole({ min: 0, max: 10_000, nullable: true, example: 30, description: 'At most; null for the oldest' })
  toDays: number | null;
  @ApiProperty({ type: [AgePart], description: 'Add up to the bucket' }) parts: AgePart[];
}

/** How old open nonconformities are. */
export class AgeingFigure extends IntersectionType(FigureMeaning) {
  @ApiProperty({ type: CountedRecords, description: 'All buckets together' }) open: CountedRecords;
  @ApiProperty({ type: [AgeBucket], description: 'Youngest first' }) buckets: AgeBucket[];
}
