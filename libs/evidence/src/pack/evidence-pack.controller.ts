import { Body, Controller, Get, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  beginsDownload,
  type ContinuaRequest,
  CurrentTx,
  download,
  Operation,
  Recorded,
  RecordId,
  Tx,
} from '#platform';
import { EvidencePackPreview, EvidencePackQuery, EvidencePackView, RequestEvidencePack } from './evidence-pack.dto.js';
import { EvidencePackService } from './evidence-pack.service.js';
import { PackFolder } from './pack-folder.js';

@ApiTags('Evidence packs')
@Controller('evidence-packs')
export class EvidencePackController {
  constructor(
    private readonly packs: EvidencePackService,
    private readonly folder: PackFolder,
  ) {}

  @Get()
  @Operation('Lists evidence packs', [EvidencePackView])
  list(@CurrentTx() tx: Tx, @Query() query: EvidencePackQuery) {
    return this.packs.list(tx, query);
  }

  @Post('previews')
  @Operation('Counts what a pack would hold', EvidencePackPreview)
  preview(@CurrentTx() tx: Tx, @Body() body: RequestEvidencePack) {
    return this.packs.preview(tx, body);
  }

  @Get(':id')
  @Operation('Reads an evidence pack and how far it is', EvidencePackView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.packs.get(tx, id);
  }

  @Post()
  @Operation('Asks for an evidence pack', EvidencePackView, {
    status: 202,
    description:
      'It holds what the caller may read within the scope, and is made in the background: read it until it is ready.',
  })
  async request(
    @CurrentTx() tx: Tx,
    @Body() body: RequestEvidencePack,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const pack = await this.packs.request(tx, body);
    void reply.header('location', `/api/v1/evidence-packs/${pack.id}`);
    return pack;
  }

  @Get(':id/content')
  @Recorded()
  @Operation('Downloads an evidence pack', null, {
    description: 'A ZIP; understands Range, so a broken download can go on. 409 until the pack is ready.',
  })
  @ApiProduces('application/zip')
  async content(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @Req() request: ContinuaRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const pack = await this.packs.downloadable(tx, id);
    await this.folder.assertThere(pack);
    if (beginsDownload(request)) await this.packs.recordDownload(tx, id);
    const name = `${pack.reference.toLowerCase()}.zip`;
    const content = { name, mediaType: 'application/zip', bytes: pack.bytes!, sha256: pack.sha256! };
    return download(request, reply, { ...content, open: (range) => this.folder.open(id, range) });
  }
}
