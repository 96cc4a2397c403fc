import { Body, Controller, Get, Header, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentTx, Operation, RecordId, Tx } from '#platform';
import { LogAnchorQuery, LogAnchorView, RequestLogAnchor } from './log-anchor.dto.js';
import { LogAnchorService } from './log-anchor.service.js';

@ApiTags('Outside anchors')
@Controller('log/anchors')
export class LogAnchorController {
  constructor(private readonly anchors: LogAnchorService) {}

  @Get()
  @Operation('Lists checkpoints that were mailed or stamped', [LogAnchorView])
  list(@CurrentTx() tx: Tx, @Query() query: LogAnchorQuery) {
    return this.anchors.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads an outside anchor', LogAnchorView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.anchors.get(tx, id);
  }

  @Get(':id/time-stamp')
  @Operation('Reads the answer of the time stamping authority (RFC 3161)', null, {
    description:
      'For `openssl ts -verify -data checkpoint -in time-stamp.tsr -CAfile …`, over the text of the checkpoint.',
  })
  @Header('content-disposition', 'attachment; filename="checkpoint.tsr"')
  @ApiResponse({
    status: 200,
    description: 'The time stamp',
    content: { 'application/timestamp-reply': { schema: { type: 'string', format: 'binary' } } },
  })
  async timeStamp(@CurrentTx() tx: Tx, @RecordId() id: string): Promise<StreamableFile> {
    const token = await this.anchors.token(tx, id);
    return new StreamableFile(token, { type: 'application/timestamp-reply', length: token.length });
  }

  @Post()
  @Operation('Mails the present checkpoint, or has it stamped', LogAnchorView, {
    status: 202,
    description: 'In the background: read it until it is no longer queued.',
  })
  async request(
    @CurrentTx() tx: Tx,
    @Body() { kind }: RequestLogAnchor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const anchor = await this.anchors.request(tx, kind);
    void reply.header('location', `/api/v1/log/anchors/${anchor.id}`);
    return anchor;
  }
}
