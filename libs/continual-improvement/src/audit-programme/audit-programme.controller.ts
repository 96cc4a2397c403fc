import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import {
  DraftProgramme,
  EditProgramme,
  ProgrammeCoverage,
  ProgrammeQuery,
  ProgrammeRow,
  ProgrammeView,
} from './audit-programme.dto.js';
import { AuditProgrammeService } from './audit-programme.service.js';

@ApiTags('Audits')
@Controller('audit-programmes')
export class AuditProgrammeController {
  constructor(private readonly programmes: AuditProgrammeService) {}

  @Get()
  @Operation('Lists audit programmes', [ProgrammeRow])
  list(@CurrentTx() tx: Tx, @Query() query: ProgrammeQuery) {
    return this.programmes.list(tx, query);
  }

  @Get(':id/coverage')
  @Operation('Counts how often audits of the programme look at each clause in each process', ProgrammeCoverage)
  coverage(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.programmes.coverage(tx, id);
  }

  @Get(':id')
  @Operation('Reads an audit programme, now or as of an instant', ProgrammeView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.programmes.get(tx, id, asOf);
  }

  @Post()
  @Operation('Drafts an audit programme', ProgrammeView, { status: 201 })
  async draft(@CurrentTx() tx: Tx, @Body() body: DraftProgramme) {
    return this.programmes.view(tx, await this.programmes.draft(tx, body));
  }

  @Patch(':id')
  @Operation('Changes a draft of an audit programme', ProgrammeView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditProgramme) {
    return this.programmes.view(tx, await this.programmes.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Approves or closes an audit programme', ProgrammeView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.programmes.view(tx, await this.programmes.transition(tx, id, version, body));
  }
}
