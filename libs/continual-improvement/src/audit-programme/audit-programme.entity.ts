import {
  Choice,
  Choices,
  Code,
  Codes,
  Day,
  type Discipline,
  disciplines,
  RecordEntity,
  Reference,
  Text,
  Whole,
} from '#platform';
import { Entity } from 'typeorm';

export const programmeStates = ['draft', 'approved', 'closed'] as const;
export type ProgrammeState = (typeof programmeStates)[number];

/** The audits of a year and why these (clause 9.2.2). Approval freezes the planned dates as the baseline. */
@Entity()
export class AuditProgramme extends RecordEntity {
  @Code({ max: 20, example: 'AP-2026-0001' }) reference: string;
  @Choice(programmeStates) state: ProgrammeState;
  @Whole({ min: 2000, max: 2100, example: 2026 }) year: number;
  @Choices(disciplines) disciplines: Discipline[];
  @Text({ max: 200, example: 'Audit programme 2026' }) title: string;
  @Text({ max: 5000, nullable: true }) objectives: string | null;
  @Text({ max: 5000, nullable: true, description: 'Risks and opportunities of the programme itself' }) risks:
    string | null;
  @Reference({ nullable: true }) authorId: string | null;
  @Reference({ nullable: true }) approvedById: string | null;
  @Day({ nullable: true }) approvedOn: string | null;
  @Codes({ max: 60, pattern: /^[a-z-]+$/, description: 'Separation-of-duty rules that were justified instead of kept' })
  flags: string[];
}
