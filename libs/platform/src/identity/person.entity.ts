import { Matches } from 'class-validator';
import { Entity } from 'typeorm';
import { RecordEntity } from '../database/record.entity.js';
import { Day, Reference, Text } from '../http/fields.js';

/** Someone who acts or is named in records. Never removed; a leaver keeps the name in history. */
@Entity()
export class Person extends RecordEntity {
  @Reference({ nullable: true, description: 'Set once the person can sign in' }) accountId: string | null;
  @Text({ max: 200, example: 'Eva Lindqvist' }) name: string;
  @Text({ max: 254, nullable: true, example: 'eva@example.org' })
  @Matches(/^[^\s@]+@[^\s@]+$/, { message: '$property must be an e-mail address' })
  email: string | null;
  @Text({ max: 200, nullable: true, example: 'Process owner, coating' }) jobTitle: string | null;
  @Day({ nullable: true, description: 'From this day on the person cannot sign in' }) leftOn: string | null;
}
