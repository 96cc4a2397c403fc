import { Entity } from 'typeorm';
import {
  Choice,
  Code,
  Codes,
  Decimal,
  RecordEntity,
  Reference,
  type SignatureMeaning,
  signatureMeaningCodes,
  type SigningLanguage,
  signingLanguages,
  Structures,
  Text,
  Whole,
} from '#platform';

const digest = { max: 64, pattern: /^[0-9a-f]{64}$/, example: 'a'.repeat(64) };
const highestVersion = 2_147_483_647;

/** A row that a signature covers besides the record itself, as it stood. */
export class SignedPart {
  @Code({ max: 60, example: 'effectiveness_check' }) recordType: string;
  @Reference() recordId: string;
  @Whole({ min: 1, max: highestVersion }) version: number;
  @Code({ ...digest, description: 'Of its line of history, as for the record' }) digest: string;
}

/** Somebody's signature on one version of a record. Never changed: the time of signing is the time of recording. */
@Entity()
export class Signature extends RecordEntity {
  @Code({ max: 60, pattern: /^[a-z_]+$/, description: 'The kind of the record', example: 'nonconformity' })
  recordType: string;
  @Reference() recordId: string;
  @Whole({ min: 1, max: highestVersion, description: 'The version that was signed' }) recordVersion: number;
  @Reference({ nullable: true, description: 'The site of the record' }) siteId: string | null;
  @Reference({ description: 'The line of history of that version' }) lineId: string;
  @Decimal({ min: 1, description: 'Its number in the sequence of lines' }) lineNumber: number;
  @Code({ ...digest, description: 'SHA-256 of a zero byte and the line: its leaf in the tree of the log (RFC 6962)' })
  digest: string;
  @Codes({
    max: 60,
    pattern: /^[a-zA-Z]+$/,
    nullable: true,
    description: 'The fields that it is about; null for the whole record with its parts',
  })
  fields: string[] | null;
  @Structures(() => SignedPart, {
    maxItems: 100_000,
    description: 'Rows that belong to the record and are signed with it',
  })
  parts: SignedPart[];
  @Choice(signatureMeaningCodes) meaning: SignatureMeaning;
  @Text({ max: 1000, description: 'The meaning in the words that the signer was shown' }) sentence: string;
  @Choice(signingLanguages) language: SigningLanguage;
  @Text({ max: 400, description: 'The record as it was named to the signer', example: 'NC-2026-0042 Torque too low' })
  recordLabel: string;
  @Reference() personId: string;
  @Text({ max: 200, description: 'The name of the signer at that time', example: 'Eva Lindqvist' })
  printedName: string;
  @Choice(['password', 'passkey'], { description: 'How the signer proved to be that person' })
  method: 'password' | 'passkey';
  @Code({ max: 2000, nullable: true, description: 'What the passkey signed: JSON, whose SHA-256 was the challenge' })
  statement: string | null;
  @Reference({ nullable: true }) passkeyId: string | null;
  @Code({ max: 1000, nullable: true, description: 'The key of the passkey: SubjectPublicKeyInfo, base64' })
  publicKey: string | null;
  @Code({ max: 4000, nullable: true, description: 'WebAuthn authenticator data, base64url' })
  authenticatorData: string | null;
  @Code({ max: 4000, nullable: true, description: 'WebAuthn client data, base64url' }) clientData: string | null;
  @Code({
    max: 2000,
    nullable: true,
    description:
      'The signature of the passkey over the authenticator data and the SHA-256 of the client data, base64url',
  })
  assertion: string | null;
}
