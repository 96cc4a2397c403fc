import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import {
  PreviewRedaction,
  RedactionPreview,
  RedactionQuery,
  RedactionRow,
  RedactionView,
  RequestRedaction,
} from './redaction.dto.js';
import { RedactionService } from './redaction.service.js';

@ApiTags('Erasures of personal data')
@Controller('redactions')
export class RedactionController {
  constructor(private readonly redactions: RedactionService) {}

  @Get()
  @Operation('Lists erasures of personal data', [RedactionRow])
  list(@CurrentTx() tx: Tx, @Query() query: RedactionQuery) {
    return this.redactions.list(tx, query);
  }

  @Post('previews')
  @Operation('Tells what can be erased of a record', RedactionPreview, {
    description: 'Texts with the number of versions that show them, attachments, and legal holds in the way.',
  })
  preview(@CurrentTx() tx: Tx, @Body() body: PreviewRedaction) {
    return this.redactions.preview(tx, body);
  }

  @Get(':id')
  @Operation('Reads an erasure and, before it is decided, what it would take away', RedactionView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.redactions.get(tx, id);
  }

  @Post()
  @Operation('Asks for texts and attachments to be erased', RedactionView, {
    status: 201,
    description: 'Another person approves it; that carries it out.',
  })
  async request(@CurrentTx() tx: Tx, @Body() body: RequestRedaction) {
    return this.redactions.view(tx, await this.redactions.request(tx, body));
  }

  @Post(':id/transitions')
  @Operation('Approves, rejects or withdraws an erasure', RedactionView, {
    description: 'An approval erases at once and cannot be taken back.',
  })
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.redactions.view(tx, await this.redactions.transition(tx, id, version, body));
  }
}
