import { Choice, Code, Instant, RecordEntity, Reference, Structures, Text, Whole } from '#platform';
import { Entity } from 'typeorm';
import { type Fault, faultCodes } from './fault.js';

export const verificationStates = ['queued', 'sound', 'faulty', 'failed'] as const;
export type VerificationState = (typeof verificationStates)[number];

const count = { min: 0, max: 2_147_483_647, nullable: true } as const;

/** A fault as it is recorded. */
export class RecordedFault implements Fault {
  @Choice(faultCodes) code: Fault['code'];
  @Text({ max: 1000, description: 'What is wrong, without what a record says' }) message: string;
  @Code({ max: 60, nullable: true, example: 'nonconformity' }) recordType: string | null;
  @Reference({ nullable: true }) recordId: string | null;
  @Code({ max: 40, nullable: true, example: 'NC-2026-0042' }) reference: string | null;
  @Code({ max: 100, nullable: true, description: 'The column that differs', example: 'title' }) field: string | null;
  @Whole({ ...count, description: 'Where the line stands in the log, counted from 0' }) line: number | null;
}

/** One comparison of everything with what was recorded of it. */
@Entity()
export class Verification extends RecordEntity {
  @Choice(verificationStates) state: VerificationState;
  @Code({ max: 80, description: 'Who asked for it, as in the history' }) requestedBy: string;
  @Reference({ nullable: true }) requestedById: string | null;
  @Instant({ nullable: true }) finishedAt: string | null;
  @Whole({ ...count, description: 'Rows compared with their history' }) rowCount: number | null;
  @Whole({ ...count, description: 'Lines of the log compared with its tree' }) lineCount: number | null;
  @Whole({ ...count, description: 'Files read and compared with their digests' }) fileCount: number | null;
  @Whole(count) faultCount: number | null;
  @Structures(() => RecordedFault, { description: 'The first hundred faults' }) faults: RecordedFault[];
  @Text({ max: 2000, nullable: true, description: 'Why it could not be done' }) failure: string | null;
}
