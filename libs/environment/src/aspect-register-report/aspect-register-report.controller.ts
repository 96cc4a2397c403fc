import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags, IntersectionType } from '@nestjs/swagger';
import { ReportOperation, ReportQuery, sendReport, Typesetter } from '#evidence';
import { CurrentTx, Tx } from '#platform';
import { AspectQuery } from '../aspect/aspect.dto.js';
import { AspectRegisterReportService } from './aspect-register-report.service.js';

/** The filters of the list, and the language. */
class AspectRegisterQuery extends IntersectionType(AspectQuery, ReportQuery) {}

@ApiTags('Environmental aspects')
@Controller('aspect-register')
export class AspectRegisterReportController {
  constructor(
    private readonly reports: AspectRegisterReportService,
    private readonly typesetter: Typesetter,
  ) {}

  @Get('report.pdf')
  @ReportOperation('Prints the register of environmental aspects')
  async report(@CurrentTx() tx: Tx, @Query() { language = 'en', ...query }: AspectRegisterQuery) {
    return sendReport(await this.typesetter.pdf(await this.reports.of(tx, query, language)), `aspects-${tx.today}`);
  }
}
