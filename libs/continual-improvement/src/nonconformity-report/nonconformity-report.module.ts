import { Module } from '@nestjs/common';
import { NonconformityModule } from '../nonconformity/nonconformity.module.js';
import { NonconformityReportController } from './nonconformity-report.controller.js';
import { NonconformityReportService } from './nonconformity-report.service.js';

@Module({
  imports: [NonconformityModule],
  controllers: [NonconformityReportController],
  providers: [NonconformityReportService],
})
export class NonconformityReportModule {}
