import { Matches } from 'class-validator';
import { Entity } from 'typeorm';
import { RecordEntity } from '../database/record.entity.js';
import { Choice, Code, Codes, Text } from '../http/fields.js';

/** Whose management system this is. */
@Entity()
export class Organisation extends RecordEntity {
  @Text({ max: 200, example: 'Example Metal Works' }) name: string;
  @Code({ max: 60, example: 'Europe/Berlin', description: 'IANA name; decides what “today” is' }) timeZone: string;
  @Codes({
    max: 60,
    pattern: /^[a-z-]+$/,
    description: 'Separation-of-duty rules that may be justified with a reason instead of kept',
  })
  justifiableRules: string[];
  @Text({
    max: 254,
    nullable: true,
    example: 'records@certifier.example',
    description: 'Somebody outside who keeps the weekly checkpoint of the history, such as the certification body',
  })
  @Matches(/^[^\s@]+@[^\s@]+$/, { message: '$property must be an e-mail address' })
  anchorEmail: string | null;
  @Choice(['passkey'], {
    nullable: true,
    description: 'What proves a signature to be somebody’s: a passkey and nothing else; null takes the password too',
  })
  signatureProof: 'passkey' | null;
}
