import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReportOperation, ReportQuery, sendReport, Typesetter } from '#evidence';
import { CurrentTx, RecordId, Tx } from '#platform';
import { NonconformityReportService } from './nonconformity-report.service.js';

@ApiTags('Nonconformities')
@Controller('nonconformities')
export class NonconformityReportController {
  constructor(
    private readonly reports: NonconformityReportService,
    private readonly typesetter: Typesetter,
  ) {}

  @Get(':id/report.pdf')
  @ReportOperation('Prints a nonconformity')
  async report(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { language = 'en' }: ReportQuery) {
    const report = await this.reports.of(tx, id, language);
    return sendReport(await this.typesetter.pdf(report), report.reference);
  }
}
