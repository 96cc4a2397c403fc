import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, IfMatch, Operation, PageQuery, PerformTransition, RecordId, Tx } from '#platform';
import { RecordTypes } from '../record-type/record-types.js';
import { AcceptedLanguage, ReportQuery } from '../report/report-language.js';
import type { ReportLanguage } from '../report/report.js';
import { ReportOperation, sendReport } from '../report/send-report.js';
import { Typesetter } from '../report/typesetter.js';
import { disposalReport } from './disposal-report.js';
import { DisposalService } from './disposal.service.js';
import {
  DisposalCertificate,
  DisposalQuery,
  DisposalView,
  DueQuery,
  DueRecord,
  EditRetentionRule,
  RequestDisposal,
  RetentionRuleView,
  SetRetentionRule,
} from './retention.dto.js';
import { RetentionService } from './retention.service.js';

@ApiTags('Retention')
@Controller('retention-rules')
export class RetentionRuleController {
  constructor(private readonly retention: RetentionService) {}

  @Get()
  @Operation('Lists how long records are kept', [RetentionRuleView])
  list(@CurrentTx() tx: Tx, @Query() query: PageQuery) {
    return this.retention.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a retention rule', RetentionRuleView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.retention.get(tx, id);
  }

  @Post()
  @Operation('Says how long records of a kind are kept', RetentionRuleView, { status: 201 })
  set(@CurrentTx() tx: Tx, @Body() body: SetRetentionRule) {
    return this.retention.set(tx, body);
  }

  @Patch(':id')
  @Operation('Changes a retention rule', RetentionRuleView)
  edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditRetentionRule) {
    return this.retention.edit(tx, id, version, body);
  }
}

@ApiTags('Retention')
@Controller('disposals')
export class DisposalController {
  constructor(
    private readonly retention: RetentionService,
    private readonly disposals: DisposalService,
    private readonly types: RecordTypes,
    private readonly typesetter: Typesetter,
  ) {}

  @Get()
  @Operation('Lists disposals of records', [DisposalView])
  list(@CurrentTx() tx: Tx, @Query() query: DisposalQuery) {
    return this.disposals.list(tx, query);
  }

  @Get('due')
  @Operation('Lists records that need not be kept any longer', [DueRecord], {
    description:
      'Computed now; without those under legal hold and those that something open needs. At most 200 of a kind.',
  })
  async due(@CurrentTx() tx: Tx, @Query() { recordType }: DueQuery) {
    return { items: await this.retention.due(tx, recordType), nextCursor: null };
  }

  @Get(':id')
  @Operation('Reads a disposal', DisposalView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.disposals.get(tx, id);
  }

  @Post()
  @Operation('Asks for records to be disposed of', DisposalView, {
    status: 201,
    description: 'Another person executes it; that erases all their texts.',
  })
  async request(@CurrentTx() tx: Tx, @Body() body: RequestDisposal) {
    return this.disposals.view(tx, await this.disposals.request(tx, body));
  }

  @Post(':id/transitions')
  @Operation('Executes, rejects or withdraws a disposal', DisposalView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.disposals.view(tx, await this.disposals.transition(tx, id, version, body));
  }

  @Get(':id/certificate')
  @Operation('Reads the certificate of a disposal', DisposalCertificate)
  certificate(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.disposals.certificate(tx, id);
  }

  @Get(':id/certificate.pdf')
  @ReportOperation('Prints the certificate of a disposal')
  async print(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @Query() { language }: ReportQuery,
    @AcceptedLanguage() accepted: ReportLanguage,
  ) {
    const certificate = await this.disposals.certificate(tx, id);
    const kind = this.types.get(certificate.disposal.recordType).titles;
    const report = await disposalReport(tx, certificate, kind, language ?? accepted);
    return sendReport(tx, this.typesetter, report, report.reference);
  }
}
