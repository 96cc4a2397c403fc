import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags, IntersectionType, OmitType } from '@nestjs/swagger';
import { AcceptedLanguage, type ReportLanguage, ReportOperation, ReportQuery, sendReport, Typesetter } from '#evidence';
import { CurrentTx, Tx } from '#platform';
import { AspectQuery } from '../aspect/aspect.dto.js';
import { AspectRegisterReportService } from './aspect-register-report.service.js';

/** The filters of the list, and the language. A register is printed as a whole: there are no pages to ask for. */
class AspectRegisterQuery extends IntersectionType(
  OmitType(AspectQuery, ['limit', 'cursor', 'count'] as const),
  ReportQuery,
) {}

@ApiTags('Environmental aspects')
@Controller('aspect-register')
export class AspectRegisterReportController {
  constructor(
    private readonly reports: AspectRegisterReportService,
    private readonly typesetter: Typesetter,
  ) {}

  @Get('report.pdf')
  @ReportOperation('Prints the register of environmental aspects')
  async report(
    @CurrentTx() tx: Tx,
    @Query() { language, ...query }: AspectRegisterQuery,
    @AcceptedLanguage() accepted: ReportLanguage,
  ) {
    const report = await this.reports.of(tx, query, language ?? accepted);
    return sendReport(tx, this.typesetter, report, `aspects-${tx.today}`);
  }
}
