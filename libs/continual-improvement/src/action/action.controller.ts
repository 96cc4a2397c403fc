import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { ChangeResults, CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import { ActionQuery, ActionRow, ActionView, ChangeActions, EditAction, PlanAction } from './action.dto.js';
import { ActionService } from './action.service.js';

@ApiTags('Actions')
@Controller('actions')
export class ActionController {
  constructor(private readonly actions: ActionService) {}

  @Get()
  @Operation('Lists actions', [ActionRow])
  list(@CurrentTx() tx: Tx, @Query() query: ActionQuery) {
    return this.actions.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads an action, now or as of an instant', ActionView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.actions.get(tx, id, asOf);
  }

  @Post()
  @Operation('Plans an action', ActionView, { status: 201 })
  async plan(@CurrentTx() tx: Tx, @Body() body: PlanAction) {
    return this.actions.view(tx, await this.actions.plan(tx, body));
  }

  @Post('changes')
  @Operation('Changes owner or due date of many actions', ChangeResults)
  changeMany(@CurrentTx() tx: Tx, @Body() body: ChangeActions) {
    return this.actions.changeMany(tx, body);
  }

  @Patch(':id')
  @Operation('Changes fields of an action', ActionView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditAction) {
    return this.actions.view(tx, await this.actions.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Moves an action on', ActionView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.actions.view(tx, await this.actions.transition(tx, id, version, body));
  }
}
