import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { ChangeResults, CurrentTx, IfMatch, Operation, PerformTransition, RecordId, shown, Tx } from '#platform';
import { EffectivenessService } from './effectiveness.service.js';
import {
  ChangeNonconformities,
  DecideExtension,
  DueDateExtensionView,
  EditNonconformity,
  EffectivenessCheckView,
  NonconformityCycleView,
  NonconformityQuery,
  NonconformityRow,
  NonconformityView,
  RaiseNonconformity,
  RecordEffectivenessCheck,
  RequestExtension,
} from './nonconformity.dto.js';
import { NonconformityService } from './nonconformity.service.js';

@ApiTags('Nonconformities')
@Controller('nonconformities')
export class NonconformityController {
  constructor(
    private readonly nonconformities: NonconformityService,
    private readonly effectiveness: EffectivenessService,
  ) {}

  @Get()
  @Operation('Lists nonconformities', [NonconformityRow])
  list(@CurrentTx() tx: Tx, @Query() query: NonconformityQuery) {
    return this.nonconformities.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a nonconformity, now or as of an instant', NonconformityView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.nonconformities.get(tx, id, asOf);
  }

  @Post()
  @Operation('Writes a nonconformity down as a draft', NonconformityView, { status: 201 })
  async raise(@CurrentTx() tx: Tx, @Body() body: RaiseNonconformity) {
    return this.nonconformities.view(tx, await this.nonconformities.raise(tx, body));
  }

  @Post('changes')
  @Operation('Changes the owner of many nonconformities', ChangeResults)
  changeMany(@CurrentTx() tx: Tx, @Body() body: ChangeNonconformities) {
    return this.nonconformities.changeMany(tx, body);
  }

  @Patch(':id')
  @Operation('Changes fields of a nonconformity', NonconformityView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditNonconformity) {
    return this.nonconformities.view(tx, await this.nonconformities.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Moves a nonconformity on', NonconformityView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.nonconformities.view(tx, await this.nonconformities.transition(tx, id, version, body));
  }

  @Get(':id/cycles')
  @Operation('Lists the earlier cycles of a nonconformity', [NonconformityCycleView])
  async cycles(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: (await this.nonconformities.cycles(tx, id)).map(shown), nextCursor: null };
  }

  @Get(':id/effectiveness-checks')
  @Operation('Lists the effectiveness checks of a nonconformity', [EffectivenessCheckView])
  async checks(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: (await this.effectiveness.checks(tx, id)).map(shown), nextCursor: null };
  }

  @Post(':id/effectiveness-checks')
  @Operation('Records whether the actions worked', EffectivenessCheckView, { status: 201 })
  async check(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: RecordEffectivenessCheck) {
    return shown(await this.effectiveness.check(tx, id, body));
  }

  @Get(':id/due-date-extensions')
  @Operation('Lists the requests for a later due date', [DueDateExtensionView])
  async extensions(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: (await this.effectiveness.extensions(tx, id)).map(shown), nextCursor: null };
  }

  @Post(':id/due-date-extensions')
  @Operation('Asks for a later due date of the present step', DueDateExtensionView, { status: 201 })
  async requestExtension(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: RequestExtension) {
    return shown(await this.effectiveness.requestExtension(tx, id, body));
  }

  @Patch(':id/due-date-extensions/:extensionId')
  @Operation('Approves or refuses a later due date', DueDateExtensionView)
  async decideExtension(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @RecordId('extensionId') extensionId: string,
    @IfMatch() version: number,
    @Body() body: DecideExtension,
  ) {
    return shown(await this.effectiveness.decideExtension(tx, id, extensionId, version, body));
  }
}
