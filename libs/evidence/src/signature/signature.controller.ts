import { Body, Controller, Get, Header, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, RecordId, Tx } from '#platform';
import { SealedLogService } from '../seal/sealed-log.service.js';
import { SigningMeans, SigningQuestion } from '../passkey/passkey.dto.js';
import { PasskeyService } from '../passkey/passkey.service.js';
import { SignatureQuery, SignatureView, SigningAsked } from './signature.dto.js';
import { SignatureService } from './signature.service.js';

@ApiTags('Signatures')
@Controller('signatures')
export class SignatureController {
  constructor(
    private readonly signatures: SignatureService,
    private readonly log: SealedLogService,
    private readonly passkeys: PasskeyService,
  ) {}

  @Get()
  @Operation('Lists the signatures on a record, oldest first, and what was changed since', [SignatureView])
  async list(@CurrentTx() tx: Tx, @Query() { recordType, recordId }: SignatureQuery) {
    return { items: await this.signatures.of(tx, recordType, recordId.toLowerCase()), nextCursor: null };
  }

  @Get('means')
  @Operation('Tells with what the caller may prove a signature to be theirs', SigningMeans)
  means(@CurrentTx() tx: Tx) {
    return this.passkeys.means(tx);
  }

  @Post('questions')
  @Operation('Tells what a passkey is to sign for a step that takes a signature', SigningQuestion)
  ask(@CurrentTx() tx: Tx, @Body() body: SigningAsked) {
    return this.signatures.ask(tx, body);
  }

  @Get(':id/receipt')
  @Operation('Reads the receipt of a signature, which proves it to others without this server', null, {
    description:
      'C2SP tlog-proof. After `extra` (base64) stand the line of the signature and what its digests stand for, one a line.',
  })
  @ApiResponse({
    status: 200,
    description: 'The receipt',
    content: { 'text/plain': { schema: { type: 'string' }, example: 'c2sp.org/tlog-proof@v1\nextra eyJhY3Qi…' } },
  })
  @Header('cache-control', 'private, no-store')
  async receipt(@CurrentTx() tx: Tx, @RecordId() id: string) {
    await this.signatures.readable(tx, id);
    const text = await this.log.receipt(tx, 'signature', id);
    return new StreamableFile(Buffer.from(text), {
      type: 'text/plain; charset=utf-8',
      disposition: `attachment; filename="signature-${id}.tlog-proof"`,
    });
  }
}
