import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, Tx } from '#platform';
import { AspectFigure, AspectFigureQuery } from './aspect-figure.dto.js';
import { AspectFigureService } from './aspect-figure.service.js';

@ApiTags('Figures')
@Controller('figures')
export class AspectFigureController {
  constructor(private readonly figures: AspectFigureService) {}

  @Get('aspects')
  @Operation('Counts aspects by the two leading criteria of the method, and significant ones', AspectFigure)
  aspects(@CurrentTx() tx: Tx, @Query() query: AspectFigureQuery) {
    return this.figures.read(tx, query);
  }
}
