import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  AcceptedLanguage,
  AsOfQuery,
  type ReportLanguage,
  ReportOperation,
  ReportQuery,
  sendReport,
  Typesetter,
} from '#evidence';
import { CurrentTx, IfMatch, Operation, RecordId, shown, Tx } from '#platform';
import { AuditChecklistService } from './audit-checklist.service.js';
import { AuditPaperService } from './audit-paper.service.js';
import { AuditReportService } from './audit-report.service.js';
import {
  AddTeamMember,
  AllowInvolvement,
  AnswerItem,
  AuditQuery,
  AuditReport,
  AuditRow,
  AuditView,
  ChecklistItemView,
  EditAudit,
  PerformAuditTransition,
  PlanAudit,
  TakeChecklist,
  TeamMemberView,
} from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('Audits')
@Controller('audits')
export class AuditController {
  constructor(
    private readonly audits: AuditService,
    private readonly checklist: AuditChecklistService,
    private readonly reports: AuditReportService,
    private readonly papers: AuditPaperService,
    private readonly typesetter: Typesetter,
  ) {}

  @Get()
  @Operation('Lists audits', [AuditRow])
  list(@CurrentTx() tx: Tx, @Query() query: AuditQuery) {
    return this.audits.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads an audit, now or as of an instant', AuditView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.audits.get(tx, id, asOf);
  }

  @Post()
  @Operation('Plans an audit', AuditView, { status: 201 })
  async plan(@CurrentTx() tx: Tx, @Body() body: PlanAudit) {
    return this.audits.view(tx, await this.audits.plan(tx, body));
  }

  @Patch(':id')
  @Operation('Changes fields of an audit', AuditView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditAudit) {
    return this.audits.view(tx, await this.audits.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Moves an audit on', AuditView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformAuditTransition,
  ) {
    return this.audits.view(tx, await this.audits.transition(tx, id, version, body));
  }

  @Post(':id/team')
  @Operation('Adds somebody to the audit team', TeamMemberView, { status: 201 })
  async addMember(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: AddTeamMember) {
    return shown(await this.audits.addMember(tx, id, body));
  }

  @Post(':id/team/:memberId/removal')
  @Operation('Takes somebody out of the audit team', TeamMemberView)
  async removeMember(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @RecordId('memberId') memberId: string,
    @IfMatch() version: number,
  ) {
    return shown(await this.audits.removeMember(tx, id, memberId, version));
  }

  @Post(':id/independence-overrides')
  @Operation('Lets somebody audit who is close to the process', AuditView)
  async allowInvolvement(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: AllowInvolvement,
  ) {
    return this.audits.view(tx, await this.audits.allowInvolvement(tx, id, version, body));
  }

  @Get(':id/checklist')
  @Operation('Lists the questions of an audit with their answers', [ChecklistItemView])
  async items(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: (await this.checklist.items(tx, id)).map(shown), nextCursor: null };
  }

  @Post(':id/checklist')
  @Operation('Copies the questions of a checklist version into an audit', [ChecklistItemView], { status: 201 })
  async take(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: TakeChecklist) {
    return { items: (await this.checklist.take(tx, id, body)).map(shown), nextCursor: null };
  }

  @Patch(':id/checklist/:itemId')
  @Operation('Answers a question', ChecklistItemView)
  async answer(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @RecordId('itemId') itemId: string,
    @IfMatch() version: number,
    @Body() body: AnswerItem,
  ) {
    return shown(await this.checklist.answer(tx, id, itemId, version, body));
  }

  @Get(':id/report.pdf')
  @ReportOperation('Prints the report of an audit')
  async paper(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @Query() { language }: ReportQuery,
    @AcceptedLanguage() accepted: ReportLanguage,
  ) {
    const report = await this.papers.of(tx, id, language ?? accepted);
    return sendReport(tx, this.typesetter, report, report.reference);
  }

  @Get(':id/report')
  @Operation('Reads the report of an audit', AuditReport)
  report(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.reports.of(tx, id);
  }
}
