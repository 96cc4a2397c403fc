import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, RecordId, Tx } from '#platform';
import {
  DefineMethod,
  DraftMethodVersion,
  EditMethod,
  MethodQuery,
  SignificanceMethodVersionRow,
  SignificanceMethodVersionView,
  SignificanceMethodView,
} from './significance-method.dto.js';
import { SignificanceMethodService } from './significance-method.service.js';
import { SignificanceMethodVersionService } from './significance-method-version.service.js';

@ApiTags('Significance methods')
@Controller('significance-methods')
export class SignificanceMethodController {
  constructor(
    private readonly methods: SignificanceMethodService,
    private readonly versions: SignificanceMethodVersionService,
  ) {}

  @Get()
  @Operation('Lists the methods that decide on significance', [SignificanceMethodView])
  list(@CurrentTx() tx: Tx, @Query() query: MethodQuery) {
    return this.methods.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a method, now or as of an instant', SignificanceMethodView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.methods.get(tx, id, asOf);
  }

  @Post()
  @Operation('Starts a method with the draft of its first version', SignificanceMethodView, { status: 201 })
  async define(@CurrentTx() tx: Tx, @Body() body: DefineMethod) {
    return this.methods.view(tx, await this.methods.define(tx, body));
  }

  @Post('defaults')
  @Operation('Publishes those of the methods M1 to M4 that are missing', [SignificanceMethodView], {
    description: 'Doing it again changes nothing. The caller is the approver.',
  })
  async installDefaults(@CurrentTx() tx: Tx) {
    return { items: await this.methods.installDefaults(tx), nextCursor: null };
  }

  @Patch(':id')
  @Operation('Changes name and purpose of a method', SignificanceMethodView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditMethod) {
    return this.methods.view(tx, await this.methods.edit(tx, id, version, body));
  }

  @Get(':id/versions')
  @Operation('Lists the versions of a method', [SignificanceMethodVersionRow])
  async listVersions(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: await this.versions.list(tx, id), nextCursor: null };
  }

  @Post(':id/versions')
  @Operation('Drafts the next version of a method', SignificanceMethodVersionView, { status: 201 })
  async draft(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: DraftMethodVersion) {
    return this.versions.view(tx, await this.versions.draft(tx, id, body));
  }
}
