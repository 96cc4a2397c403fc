import { Choice, Day, Text, Whole } from '#platform';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { type Grade, grades } from '../nonconformity/grading.js';
import { CountedRecords, CountedShare } from './figure.dto.js';

const most = 1_000_000_000;

export class CountPoint {
  @Day() day: string;
  @Whole({ min: 0, max: most }) count: number;
}

export class SharePoint {
  @Day() day: string;
  @Whole({ min: 0, max: most }) part: number;
  @Whole({ min: 0, max: most }) of: number;
}

export class EarlierCount extends CountedRecords {
  @Day() day: string;
}

export class EarlierShare extends CountedShare {
  @Day() day: string;
}

class Explained {
  @Text({ max: 1000, description: 'What is counted, in a sentence' }) definition: string;
  @Day({ nullable: true, description: 'Since when: the oldest that is counted, or the first day of the period' })
  since: string | null;
}

export class CountFigure extends IntersectionType(CountedRecords, Explained) {
  @ApiProperty({ type: EarlierCount, description: 'The same a month ago' }) earlier: EarlierCount;
  @ApiProperty({ type: [CountPoint], description: 'The same at twelve days a month apart; the last is today' })
  points: CountPoint[];
}

export class GradeCount extends CountedRecords {
  @Choice(grades) grade: Grade;
}

export class OverdueFigure extends CountFigure {
  @ApiProperty({ type: [GradeCount], description: 'The severe ones among them' }) severe: GradeCount[];
}

export class ShareFigure extends IntersectionType(CountedShare, Explained) {
  @ApiProperty({ type: EarlierShare, description: 'The same a month ago' }) earlier: EarlierShare;
  @ApiProperty({ type: [SharePoint], description: 'The same at twelve days a month apart; the last is today' })
  points: SharePoint[];
}

/** Four figures that tell how things stand. */
export class SummaryFigures {
  @Day({ description: 'Today in the organisation’s time zone' }) asOf: string;
  @ApiProperty({ type: CountFigure }) open: CountFigure;
  @ApiProperty({ type: OverdueFigure }) overdue: OverdueFigure;
  @ApiProperty({ type: ShareFigure, description: 'Audits with a report, of those promised for this year' })
  audits: ShareFigure;
  @ApiProperty({ type: ShareFigure, description: 'Nonconformities that repeat an earlier one' }) repeats: ShareFigure;
}
