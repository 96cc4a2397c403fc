import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Tx } from '../database/tx.js';
import { Operation } from '../http/operation.js';
import { CurrentTx, IfMatch, RecordId, ShownOnce } from '../http/request.js';
import { ApiKeyQuery, ApiKeyView, MakeApiKey, NewApiKey } from './api-key.dto.js';
import { ApiKeyService } from './api-key.service.js';
import { Revoke } from './role-grant.dto.js';

@ApiTags('API keys')
@Controller('api-keys')
export class ApiKeyController {
  constructor(private readonly keys: ApiKeyService) {}

  @Get()
  @Operation('Lists API keys with their last use', [ApiKeyView])
  list(@CurrentTx() tx: Tx, @Query() query: ApiKeyQuery) {
    return this.keys.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads what an API key may do', ApiKeyView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.keys.get(tx, id);
  }

  @Post()
  @ShownOnce('key')
  @Operation('Makes an API key and shows it once', NewApiKey, { status: 201 })
  make(@CurrentTx() tx: Tx, @Body() body: MakeApiKey) {
    return this.keys.make(tx, body);
  }

  @Patch(':id')
  @Operation('Revokes an API key', ApiKeyView)
  revoke(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: Revoke) {
    return this.keys.revoke(tx, id, version, body);
  }
}
