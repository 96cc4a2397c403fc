import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, RecordId, shown, Tx } from '#platform';
import { CompetenceQuery, CompetenceView, RecordCompetence, RevokeCompetence } from './auditor-competence.dto.js';
import { AuditorCompetenceService } from './auditor-competence.service.js';

@ApiTags('Audits')
@Controller('auditor-competences')
export class AuditorCompetenceController {
  constructor(private readonly competences: AuditorCompetenceService) {}

  @Get()
  @Operation('Lists what auditors may audit', [CompetenceView])
  list(@CurrentTx() tx: Tx, @Query() query: CompetenceQuery) {
    return this.competences.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads what an auditor may audit, now or as of an instant', CompetenceView)
  async get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return shown(await this.competences.get(tx, id, asOf));
  }

  @Post()
  @Operation('Records what an auditor may audit', CompetenceView, { status: 201 })
  async record(@CurrentTx() tx: Tx, @Body() body: RecordCompetence) {
    return shown(await this.competences.record(tx, body));
  }

  @Post(':id/revocation')
  @Operation('Ends a competence from today', CompetenceView)
  async revoke(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() { reason }: RevokeCompetence,
  ) {
    return shown(await this.competences.revoke(tx, id, version, reason));
  }
}
