import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import { EditMethodVersion, SignificanceMethodVersionView } from './significance-method.dto.js';
import { SignificanceMethodVersionService } from './significance-method-version.service.js';

@ApiTags('Significance methods')
@Controller('significance-method-versions')
export class SignificanceMethodVersionController {
  constructor(private readonly versions: SignificanceMethodVersionService) {}

  @Get(':id')
  @Operation('Reads a version of a method, now or as of an instant', SignificanceMethodVersionView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.versions.get(tx, id, asOf);
  }

  @Patch(':id')
  @Operation('Changes a draft', SignificanceMethodVersionView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditMethodVersion) {
    return this.versions.view(tx, await this.versions.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Publishes a draft', SignificanceMethodVersionView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.versions.view(tx, await this.versions.transition(tx, id, version, body));
  }
}
