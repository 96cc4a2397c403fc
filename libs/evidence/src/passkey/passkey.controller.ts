import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, IfMatch, Operation, RecordId, Revoke, Tx } from '#platform';
import { AddPasskey, PasskeyOffer, PasskeyView } from './passkey.dto.js';
import { PasskeyService } from './passkey.service.js';

@ApiTags('Passkeys')
@Controller()
export class PasskeyController {
  constructor(private readonly passkeys: PasskeyService) {}

  @Get('people/:id/passkeys')
  @Operation('Lists the passkeys that a person has and had', [PasskeyView])
  async list(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: await this.passkeys.list(tx, id), nextCursor: null };
  }

  @Post('passkeys/offers')
  @Operation('Tells what a device needs to make a passkey', PasskeyOffer)
  offer(@CurrentTx() tx: Tx) {
    return this.passkeys.offer(tx);
  }

  @Post('passkeys')
  @Operation('Keeps a passkey that a device has made, to sign with it', PasskeyView, { status: 201 })
  add(@CurrentTx() tx: Tx, @Body() body: AddPasskey) {
    return this.passkeys.add(tx, body);
  }

  @Patch('passkeys/:id')
  @Operation('Takes a passkey back', PasskeyView)
  revoke(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() { reason }: Revoke) {
    return this.passkeys.revoke(tx, id, version, reason);
  }
}
