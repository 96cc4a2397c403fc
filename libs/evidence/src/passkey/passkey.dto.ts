import { ApiProperty, OmitType, PickType } from '@nestjs/swagger';
import { Code, shown, SignatureAsked, Text } from '#platform';
import { Passkey } from './passkey.entity.js';

export class PasskeyView extends OmitType(Passkey, ['orgId', 'coseKey'] as const) {}

export const viewPasskey = (passkey: Passkey): PasskeyView => {
  const { coseKey: _, ...view } = shown(passkey);
  return view;
};

/** What a device needs to be asked: the SHA-256 of `statement` is the challenge. */
class DeviceQuestion {
  @ApiProperty({ description: 'To be sent back as it is, within five minutes' }) statement: string;
  @ApiProperty({ description: 'SHA-256 of the statement, base64url' }) challenge: string;
  @ApiProperty({ example: 'continua.example.org', description: 'The address for which the passkey is made' })
  relyingPartyId: string;
  @ApiProperty({ type: [PasskeyView], description: 'The passkeys that the person has' }) passkeys: PasskeyView[];
}

export class PasskeyOffer extends DeviceQuestion {
  @ApiProperty({ example: 'Example Metal Works' }) relyingPartyName: string;
  @ApiProperty({ description: 'The person, base64url' }) userId: string;
  @ApiProperty({ example: 'Eva Lindqvist' }) userName: string;
  @ApiProperty({ type: [Number], description: 'COSE numbers of the algorithms, best first', example: [-7, -257] })
  algorithms: number[];
}

export class SigningQuestion extends DeviceQuestion {}

/** What the device made, in base64url. */
export class AddPasskey extends PickType(Passkey, ['name', 'credentialId', 'transports'] as const) {
  @Text({ max: 200, description: 'Of the person who is signed in' }) password: string;
  @Code({ max: 1000, description: 'As it was offered' }) statement: string;
  @Code({ max: 4000, pattern: /^[\w-]+$/ }) clientData: string;
  @Code({ max: 20_000, pattern: /^[\w-]+$/, description: 'The attestation object' }) attestation: string;
}

/** With what the caller may prove a signature to be theirs. */
export class SigningMeans {
  @ApiProperty({ description: 'The organisation takes the password' }) password: boolean;
  @ApiProperty({ type: [PasskeyView] }) passkeys: PasskeyView[];
  @ApiProperty({
    description: 'The server has an address by which browsers make passkeys: a name, with https unless it is localhost',
  })
  passkeysPossible: boolean;
  @ApiProperty({ type: [SignatureAsked], description: 'What signatures can mean, in the words to be shown' })
  meanings: SignatureAsked[];
}
