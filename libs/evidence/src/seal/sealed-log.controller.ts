import { applyDecorators, Controller, Get, Query, Req, Res, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ContinuaRequest, CurrentTx, forbidden, Operation, RecordId, Tx } from '#platform';
import {
  checkpointExample,
  CheckpointView,
  ConsistencyProof,
  ConsistencyQuery,
  EntryProof,
  LogKeysView,
  proofExample,
} from './sealed-log.dto.js';
import { SealedLogService } from './sealed-log.service.js';

/** An operation that answers with JSON or, to whoever accepts only that, with the plain text that tools read. */
const JsonOrText = (summary: string, answer: Type, text: string) =>
  applyDecorators(
    ApiExtraModels(answer),
    ApiResponse({
      status: 200,
      description: summary,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(answer) } },
        'text/plain': { schema: { type: 'string' }, example: text },
      },
    }),
    Operation(summary, null, { description: 'Send `Accept: text/plain` for the text alone.' }),
  );

function asText<V>({ headers }: ContinuaRequest, reply: FastifyReply, view: V, text: string): V | string {
  void reply.header('vary', 'accept');
  if (!/^text\/plain\b/.test(headers.accept ?? '')) return view;
  void reply.header('content-type', 'text/plain; charset=utf-8');
  return text;
}

/** Every member of the organisation: a checkpoint tells how much there is, and nothing of what it is. */
function assertMember(tx: Tx): void {
  if (!tx.actor.can('organisation:read')) throw forbidden();
}

@ApiTags('Sealed log')
@Controller('log')
export class SealedLogController {
  constructor(private readonly log: SealedLogService) {}

  @Get('checkpoint')
  @JsonOrText('Reads the last signed checkpoint of the history', CheckpointView, checkpointExample)
  async checkpoint(
    @CurrentTx() tx: Tx,
    @Req() request: ContinuaRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CheckpointView | string> {
    assertMember(tx);
    const view = await this.log.checkpoint(tx);
    return asText(request, reply, view, view.checkpoint);
  }

  @Get('entries/:id/proof')
  @JsonOrText('Proves that a line of the history is sealed', EntryProof, proofExample)
  async proof(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @Req() request: ContinuaRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryProof | string> {
    const view = await this.log.proof(tx, id);
    return asText(request, reply, view, view.proof);
  }

  @Get('keys')
  @Operation('Reads the public keys of packs and of the log, to be handed to auditors', LogKeysView)
  keys(@CurrentTx() tx: Tx): Promise<LogKeysView> {
    assertMember(tx);
    return this.log.keys(tx);
  }

  @Get('consistency')
  @Operation('Proves that an earlier checkpoint is the beginning of a later one', ConsistencyProof)
  consistency(@CurrentTx() tx: Tx, @Query() { from, to }: ConsistencyQuery): Promise<ConsistencyProof> {
    assertMember(tx);
    return this.log.consistency(tx, from, to);
  }
}
