import { Module } from '@nestjs/common';
import { AgeingFigureService } from './ageing-figure.service.js';
import { CauseFigureService } from './cause-figure.service.js';
import { ImprovementFigureController } from './improvement-figure.controller.js';
import { SummaryFigureService } from './summary-figure.service.js';
import { WeeklyFigureService } from './weekly-figure.service.js';

@Module({
  controllers: [ImprovementFigureController],
  providers: [SummaryFigureService, CauseFigureService, AgeingFigureService, WeeklyFigureService],
})
export class ImprovementFigureModule {}
