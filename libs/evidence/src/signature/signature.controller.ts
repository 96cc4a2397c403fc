import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, Tx } from '#platform';
import { SignatureQuery, SignatureView } from './signature.dto.js';
import { SignatureService } from './signature.service.js';

@ApiTags('Signatures')
@Controller('signatures')
export class SignatureController {
  constructor(private readonly signatures: SignatureService) {}

  @Get()
  @Operation('Lists the signatures on a record, oldest first, and what was changed since', [SignatureView])
  async list(@CurrentTx() tx: Tx, @Query() { recordType, recordId }: SignatureQuery) {
    return { items: await this.signatures.of(tx, recordType, recordId.toLowerCase()), nextCursor: null };
  }
}
