import { Choice, Code, Structure, Text } from '../http/fields.js';
import { type SigningLanguage, signingLanguages } from './signature-meaning.js';

const base64url = /^[\w-]+$/;

/** What a device answered when it was asked to sign (WebAuthn), in base64url. */
export class GivenPasskey {
  @Code({ max: 2000, description: 'As it was asked for' }) statement: string;
  @Code({ max: 1400, pattern: base64url }) credentialId: string;
  @Code({ max: 4000, pattern: base64url }) authenticatorData: string;
  @Code({ max: 4000, pattern: base64url }) clientData: string;
  @Code({ max: 2000, pattern: base64url, description: 'The signature of the device' }) assertion: string;
}

/** Proof that the person who acts is the one who signs, given anew with each signature: a password or a passkey. */
export class GivenSignature {
  @Text({ max: 200, optional: true, description: 'Of the person who is signed in; it is compared and never kept' })
  password?: string;
  @Structure(() => GivenPasskey, {
    optional: true,
    description: 'The answer of a device to a question for a signature',
  })
  passkey?: GivenPasskey;
  @Choice(signingLanguages, {
    optional: true,
    description: 'The language in which the meaning was shown; English when left out',
  })
  language?: SigningLanguage;
}

/** Moves a record on; which actions there are, and what stands against each, is told with the record. */
export class PerformTransition {
  @Code({ max: 40, pattern: /^[a-zA-Z]+$/, example: 'submit' }) action: string;
  @Text({
    max: 2000,
    optional: true,
    description: 'Why; some actions demand it',
    example: 'As agreed in the weekly meeting',
  })
  reason?: string;
  @Structure(() => GivenSignature, {
    optional: true,
    description: 'For an action that signs, which its transition tells (`signs`); others take none',
  })
  signature?: GivenSignature;
}
