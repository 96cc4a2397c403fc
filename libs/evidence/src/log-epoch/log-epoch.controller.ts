import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, forbidden, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import { LogEpochView } from './log-epoch.dto.js';
import { LogEpochService } from './log-epoch.service.js';

@ApiTags('Sealed log')
@Controller('log/epochs')
export class LogEpochController {
  constructor(private readonly epochs: LogEpochService) {}

  @Get()
  @Operation('Lists how often the log was begun anew, why, and who knows of it', [LogEpochView])
  list(@CurrentTx() tx: Tx) {
    if (!tx.actor.can('organisation:read')) throw forbidden();
    return this.epochs.list(tx);
  }

  @Post(':id/transitions')
  @Operation('Says that the caller knows of a restart of the log', LogEpochView)
  transition(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: PerformTransition) {
    return this.epochs.transition(tx, id, version, body);
  }
}
