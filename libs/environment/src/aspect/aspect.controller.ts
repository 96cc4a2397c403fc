import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { ChangeResults, CurrentTx, IfMatch, Operation, PerformTransition, RecordId, shown, Tx } from '#platform';
import { AspectImpactService } from './aspect-impact.service.js';
import {
  AspectImpactView,
  AspectQuery,
  AspectRow,
  AspectView,
  ChangeAspects,
  DescribeImpact,
  EditAspect,
  EditImpact,
  RegisterAspect,
} from './aspect.dto.js';
import { AspectService } from './aspect.service.js';

@ApiTags('Environmental aspects')
@Controller('aspects')
export class AspectController {
  constructor(
    private readonly aspects: AspectService,
    private readonly impacts: AspectImpactService,
  ) {}

  @Get()
  @Operation('Lists environmental aspects with their present significance', [AspectRow])
  list(@CurrentTx() tx: Tx, @Query() query: AspectQuery) {
    return this.aspects.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads an aspect, now or as of an instant', AspectView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.aspects.get(tx, id, asOf);
  }

  @Post()
  @Operation('Adds an aspect and its impacts to the register', AspectView, { status: 201 })
  async register(@CurrentTx() tx: Tx, @Body() body: RegisterAspect) {
    return this.aspects.view(tx, await this.aspects.register(tx, body));
  }

  @Post('changes')
  @Operation('Changes the owner of many aspects', ChangeResults)
  changeMany(@CurrentTx() tx: Tx, @Body() body: ChangeAspects) {
    return this.aspects.changeMany(tx, body);
  }

  @Patch(':id')
  @Operation('Changes fields of an aspect', AspectView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditAspect) {
    return this.aspects.view(tx, await this.aspects.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Retires an aspect or takes it back into the register', AspectView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.aspects.view(tx, await this.aspects.transition(tx, id, version, body));
  }

  @Get(':id/impacts')
  @Operation('Lists the impacts of an aspect', [AspectImpactView])
  async listImpacts(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: (await this.impacts.list(tx, id)).map(shown), nextCursor: null };
  }

  @Post(':id/impacts')
  @Operation('Adds an impact to an aspect', AspectImpactView, { status: 201 })
  async describeImpact(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: DescribeImpact) {
    return shown(await this.impacts.describe(tx, id, body));
  }

  @Patch(':id/impacts/:impactId')
  @Operation('Changes or withdraws an impact', AspectImpactView)
  async editImpact(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @RecordId('impactId') impactId: string,
    @IfMatch() version: number,
    @Body() body: EditImpact,
  ) {
    return shown(await this.impacts.edit(tx, id, impactId, version, body));
  }
}
