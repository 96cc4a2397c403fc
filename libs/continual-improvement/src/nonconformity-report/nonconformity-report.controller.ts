import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags, IntersectionType } from '@nestjs/swagger';
import {
  AcceptedLanguage,
  AsOfQuery,
  type ReportLanguage,
  ReportOperation,
  ReportQuery,
  sendReport,
  Typesetter,
} from '#evidence';
import { CurrentTx, RecordId, Tx } from '#platform';
import { NonconformityReportService } from './nonconformity-report.service.js';

class NonconformityReportQuery extends IntersectionType(ReportQuery, AsOfQuery) {}

@ApiTags('Nonconformities')
@Controller('nonconformities')
export class NonconformityReportController {
  constructor(
    private readonly reports: NonconformityReportService,
    private readonly typesetter: Typesetter,
  ) {}

  @Get(':id/report.pdf')
  @ReportOperation('Prints a nonconformity, now or as of an instant')
  async report(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @Query() { language, asOf }: NonconformityReportQuery,
    @AcceptedLanguage() accepted: ReportLanguage,
  ) {
    const report = await this.reports.of(tx, id, language ?? accepted, asOf);
    return sendReport(tx, this.typesetter, report, report.reference);
  }
}
