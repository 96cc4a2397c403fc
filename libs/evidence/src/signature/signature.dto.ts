import { ApiProperty, OmitType, PickType } from '@nestjs/swagger';
import { IsUUID, Matches } from 'class-validator';
import { Choice, type SigningLanguage, signingLanguages } from '#platform';
import { Signature } from './signature.entity.js';

export class SignatureQuery {
  @ApiProperty({ example: 'nonconformity' }) @Matches(/^[a-z_]{1,60}$/) recordType: string;
  @ApiProperty({ format: 'uuid' }) @IsUUID() recordId: string;
}

/** About which version somebody is going to say what. */
export class SigningAsked extends PickType(Signature, ['recordType', 'recordId', 'recordVersion', 'meaning'] as const) {
  @Choice(signingLanguages, { optional: true, description: 'In which the meaning is shown; English when left out' })
  language?: SigningLanguage;
}

/** What is no longer as it was signed: the record itself, or a row that belongs to it. */
export class ChangeSince {
  @ApiProperty({ example: 'nonconformity' }) recordType: string;
  @ApiProperty({ format: 'uuid' }) recordId: string;
  @ApiProperty({ description: 'The row was added after the signature' }) added: boolean;
  @ApiProperty({ type: [String], description: 'Fields with another value than at the signature', example: ['title'] })
  fields: string[];
}

/** A signature and what became of what was signed; the latter is found out with each reading. */
export class SignatureView extends OmitType(Signature, ['orgId', 'parts'] as const) {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'How many rows that belong to the record it covers' })
  partCount: number;
  @ApiProperty({ description: 'The line of history that was signed still is the same' }) intact: boolean;
  @ApiProperty({ description: 'What was signed was changed since' }) changedSince: boolean;
  @ApiProperty({ type: [ChangeSince] }) changes: ChangeSince[];
}
