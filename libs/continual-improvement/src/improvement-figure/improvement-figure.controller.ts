import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, Tx } from '#platform';
import { AgeingFigure } from './ageing-figure.dto.js';
import { AgeingFigureService } from './ageing-figure.service.js';
import { CauseFigure, CauseFigureQuery } from './cause-figure.dto.js';
import { CauseFigureService } from './cause-figure.service.js';
import { FigureQuery } from './figure-query.js';
import { SummaryFigures } from './summary-figure.dto.js';
import { SummaryFigureService } from './summary-figure.service.js';
import { WeeklyFigure, WeeklyFigureQuery } from './weekly-figure.dto.js';
import { WeeklyFigureService } from './weekly-figure.service.js';

/** Numbers over the records that the caller may read; each carries the list that shows what was counted. */
@ApiTags('Figures')
@Controller('figures')
export class ImprovementFigureController {
  constructor(
    private readonly summaries: SummaryFigureService,
    private readonly causeFigures: CauseFigureService,
    private readonly ageingFigures: AgeingFigureService,
    private readonly weeklyFigures: WeeklyFigureService,
  ) {}

  @Get('summary')
  @Operation(
    'Tells how many nonconformities are open, overdue and repeated, and how far the audits are',
    SummaryFigures,
  )
  summary(@CurrentTx() tx: Tx, @Query() query: FigureQuery) {
    return this.summaries.read(tx, query);
  }

  @Get('causes')
  @Operation('Counts nonconformities by their confirmed causes, most frequent first', CauseFigure)
  causes(@CurrentTx() tx: Tx, @Query() query: CauseFigureQuery) {
    return this.causeFigures.read(tx, query);
  }

  @Get('ageing')
  @Operation('Counts open nonconformities by age and discipline', AgeingFigure)
  ageing(@CurrentTx() tx: Tx, @Query() query: FigureQuery) {
    return this.ageingFigures.read(tx, query);
  }

  @Get('nonconformities-per-week')
  @Operation('Counts nonconformities by the week they were found in, with control limits and signals', WeeklyFigure)
  perWeek(@CurrentTx() tx: Tx, @Query() query: WeeklyFigureQuery) {
    return this.weeklyFigures.read(tx, query);
  }
}
