import { Choice, Choices, Code, Day, Flag, Whole } from '#platform';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { type RuleSet, ruleSets, type SignalRule, signalRules } from './control-chart.js';
import { CountedRecords, FigureMeaning } from './figure.dto.js';
import { PeriodQuery } from './figure-query.js';

export class WeeklyFigureQuery extends PeriodQuery {
  @Day({
    optional: true,
    description: 'Weeks up to this day make the limits, later ones are judged by them; all weeks without it',
  })
  limitsTo?: string;
  @Choice(ruleSets, { optional: true, description: 'western_electric without it' }) rules?: RuleSet;
}

export class Week extends CountedRecords {
  @Code({ max: 8, pattern: /^\d{4}-W\d{2}$/, example: '2026-W47' }) week: string;
  @Day({ description: 'Its Monday' }) from: string;
  @Day({ description: 'Its Sunday' }) to: string;
}

export class WeekPoint extends Week {
  @Choices(signalRules, { min: 0, description: 'Rules that the points up to this one break; none on most' })
  signals: SignalRule[];
}

/** A c-chart: counts of a week between the limits of a stable process. */
export class WeeklyFigure extends IntersectionType(FigureMeaning) {
  @Choice(ruleSets) rules: RuleSet;
  @ApiProperty({ type: Number, minimum: 0, description: 'The mean of the weeks that make the limits' }) centre: number;
  @ApiProperty({ type: Number, minimum: 0, description: 'Three sigmas above' }) upper: number;
  @ApiProperty({ type: Number, minimum: 0, description: 'Three sigmas below, at least 0' }) lower: number;
  @Whole({ min: 0, max: 1000, description: 'How many weeks make the limits' }) limitWeeks: number;
  @Flag({ description: 'Fewer than twenty weeks make the limits: they may still move much' }) provisional: boolean;
  @ApiProperty({
    type: [String],
    description: 'Weeks left out of the limits because they were beyond them',
    example: [],
  })
  excluded: string[];
  @ApiProperty({ type: [WeekPoint], description: 'Complete weeks, oldest first, those without any too' })
  weeks: WeekPoint[];
  @ApiProperty({ type: Week, nullable: true, description: 'The week of today, not judged before it is over' })
  running: Week | null;
}
