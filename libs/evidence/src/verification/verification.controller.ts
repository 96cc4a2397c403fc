import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentTx, Operation, RecordId, Tx } from '#platform';
import { VerificationQuery, VerificationView } from './verification.dto.js';
import { VerificationService } from './verification.service.js';

@ApiTags('Evidence health')
@Controller('verifications')
export class VerificationController {
  constructor(private readonly verifications: VerificationService) {}

  @Get()
  @Operation('Lists comparisons of everything with what was recorded', [VerificationView])
  list(@CurrentTx() tx: Tx, @Query() query: VerificationQuery) {
    return this.verifications.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a verification and what it found', VerificationView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.verifications.get(tx, id);
  }

  @Post()
  @Operation('Compares everything with what was recorded', VerificationView, {
    status: 202,
    description: 'In the background: read it until it is no longer queued.',
  })
  async request(@CurrentTx() tx: Tx, @Res({ passthrough: true }) reply: FastifyReply) {
    const verification = await this.verifications.request(tx);
    void reply.header('location', `/api/v1/verifications/${verification.id}`);
    return verification;
  }
}
