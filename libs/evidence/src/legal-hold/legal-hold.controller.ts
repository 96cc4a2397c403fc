import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import { LegalHoldQuery, LegalHoldView, RequestLegalHold } from './legal-hold.dto.js';
import { LegalHoldService } from './legal-hold.service.js';

@ApiTags('Legal holds')
@Controller('legal-holds')
export class LegalHoldController {
  constructor(private readonly holds: LegalHoldService) {}

  @Get()
  @Operation('Lists legal holds', [LegalHoldView])
  list(@CurrentTx() tx: Tx, @Query() query: LegalHoldQuery) {
    return this.holds.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a legal hold', LegalHoldView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.holds.get(tx, id);
  }

  @Post()
  @Operation('Asks for a legal hold, which another person sets', LegalHoldView, { status: 201 })
  async request(@CurrentTx() tx: Tx, @Body() body: RequestLegalHold) {
    return this.holds.view(tx, await this.holds.request(tx, body));
  }

  @Post(':id/transitions')
  @Operation('Sets or lifts a legal hold', LegalHoldView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.holds.view(tx, await this.holds.transition(tx, id, version, body));
  }
}
