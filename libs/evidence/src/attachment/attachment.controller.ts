import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, IfMatch, Operation, RecordId, Tx } from '#platform';
import { AttachFile, AttachmentQuery, AttachmentView, VoidAttachment } from './attachment.dto.js';
import { AttachmentService } from './attachment.service.js';

@ApiTags('Attachments')
@Controller('attachments')
export class AttachmentController {
  constructor(private readonly attachments: AttachmentService) {}

  @Get()
  @Operation('Lists the attachments of a record', [AttachmentView])
  list(@CurrentTx() tx: Tx, @Query() query: AttachmentQuery) {
    return this.attachments.list(tx, query);
  }

  @Post()
  @Operation('Attaches a file to a record', AttachmentView, { status: 201 })
  attach(@CurrentTx() tx: Tx, @Body() body: AttachFile) {
    return this.attachments.attach(tx, body);
  }

  @Patch(':id')
  @Operation('Declares an attachment void', AttachmentView)
  void(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: VoidAttachment) {
    return this.attachments.void(tx, id, version, body);
  }
}
