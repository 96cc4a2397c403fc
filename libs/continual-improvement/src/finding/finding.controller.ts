import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import { EditFinding, FindingQuery, FindingRow, FindingView, RaiseFromFinding, RecordFinding } from './finding.dto.js';
import { FindingService } from './finding.service.js';

@ApiTags('Findings')
@Controller('findings')
export class FindingController {
  constructor(private readonly findings: FindingService) {}

  @Get()
  @Operation('Lists findings', [FindingRow])
  list(@CurrentTx() tx: Tx, @Query() query: FindingQuery) {
    return this.findings.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a finding, now or as of an instant', FindingView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.findings.get(tx, id, asOf);
  }

  @Post()
  @Operation('Writes a finding down', FindingView, { status: 201 })
  async record(@CurrentTx() tx: Tx, @Body() body: RecordFinding) {
    return this.findings.view(tx, await this.findings.record(tx, body));
  }

  @Patch(':id')
  @Operation('Changes fields of a finding', FindingView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditFinding) {
    return this.findings.view(tx, await this.findings.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Confirms, reconsiders or withdraws a finding', FindingView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.findings.view(tx, await this.findings.transition(tx, id, version, body));
  }

  @Post(':id/nonconformity')
  @Operation('Makes the nonconformity of a minor or major finding', FindingView)
  async raiseNonconformity(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: RaiseFromFinding,
  ) {
    return this.findings.view(tx, await this.findings.raiseNonconformity(tx, id, version, body));
  }
}
