import { Choice, Code, Structure, Text } from '../http/fields.js';
import { type SigningLanguage, signingLanguages } from './signature-meaning.js';

/** Proof that the person who acts is the one who signs, given anew with each signature. */
export class GivenSignature {
  @Text({ max: 200, description: 'Of the person who is signed in; it is compared and never kept' }) password: string;
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
