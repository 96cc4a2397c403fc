import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import {
  EditNonconformingOutput,
  NonconformingOutputQuery,
  NonconformingOutputRow,
  NonconformingOutputView,
  RecordNonconformingOutput,
} from './nonconforming-output.dto.js';
import { NonconformingOutputService } from './nonconforming-output.service.js';

@ApiTags('Nonconforming outputs')
@Controller('nonconforming-outputs')
export class NonconformingOutputController {
  constructor(private readonly outputs: NonconformingOutputService) {}

  @Get()
  @Operation('Lists nonconforming outputs', [NonconformingOutputRow])
  list(@CurrentTx() tx: Tx, @Query() query: NonconformingOutputQuery) {
    return this.outputs.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a nonconforming output, now or as of an instant', NonconformingOutputView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.outputs.get(tx, id, asOf);
  }

  @Post()
  @Operation('Records a nonconforming output, for a nonconformity or with a new one', NonconformingOutputView, {
    status: 201,
  })
  async record(@CurrentTx() tx: Tx, @Body() body: RecordNonconformingOutput) {
    return this.outputs.view(tx, await this.outputs.record(tx, body));
  }

  @Patch(':id')
  @Operation('Changes fields of a nonconforming output', NonconformingOutputView)
  async edit(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: EditNonconformingOutput,
  ) {
    return this.outputs.view(tx, await this.outputs.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Moves a nonconforming output on', NonconformingOutputView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.outputs.view(tx, await this.outputs.transition(tx, id, version, body));
  }
}
