import { Controller, Get, Post, Req, Res, type StreamableFile, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags, OmitType } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { shown } from '../database/record.entity.js';
import { Tx } from '../database/tx.js';
import { Operation } from '../http/operation.js';
import { type ContinuaRequest, CurrentTx, RecordId } from '../http/request.js';
import { download } from './download.js';
import { StoredFile } from './file.entity.js';
import { FileService } from './file.service.js';
import { UploadGuard } from './upload.guard.js';

export class FileView extends OmitType(StoredFile, ['orgId'] as const) {}

@ApiTags('Files')
@Controller('files')
export class FileController {
  constructor(private readonly files: FileService) {}

  @Post()
  @UseGuards(UploadGuard)
  @Operation('Takes a file in', FileView, { status: 201 })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    required: true,
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  async add(@CurrentTx() tx: Tx, @Req() request: ContinuaRequest) {
    return shown(await this.files.add(tx, request.upload!));
  }

  @Get(':id')
  @Operation('Reads what is on record about a file', FileView)
  async get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return shown(await this.files.readable(tx, id));
  }

  @Get(':id/content')
  @Operation('Downloads a file', null, { description: '409 when the stored content was damaged or is missing' })
  @ApiProduces('application/octet-stream')
  async content(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @Req() request: ContinuaRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const file = await this.files.readable(tx, id);
    await this.files.assertSound(file);
    const { originalName: name, mediaType, bytes, sha256 } = file;
    return download(request, reply, { name, mediaType, bytes, sha256, open: (range) => this.files.open(file, range) });
  }
}
