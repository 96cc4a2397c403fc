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
  References,
  Structure,
  Text,
  Whole,
} from '#platform';
import { Entity } from 'typeorm';
import { SignificanceDefinition } from './significance-method.structure.js';

/** A way to decide which aspects are significant; what it says stands in its versions (clause 6.1.2). */
@Entity()
export class SignificanceMethod extends RecordEntity {
  @Code({ max: 20, pattern: /^[A-Z][A-Z0-9-]*$/, example: 'M2' }) code: string;
  @Text({ max: 200, example: 'Severity × probability × detectability' }) name: string;
  @Text({ max: 2000, nullable: true, description: 'What it is used for' }) purpose: string | null;
  @Choices(disciplines) disciplines: Discipline[];
}

export const methodVersionStates = ['draft', 'published'] as const;
export type MethodVersionState = (typeof methodVersionStates)[number];

/** One version of a method. Once published it never changes, because assessments name the version they were made with. */
@Entity()
export class SignificanceMethodVersion extends RecordEntity {
  @Reference() methodId: string;
  @Whole({ min: 1, max: 9999 }) versionNumber: number;
  @Choice(methodVersionStates) state: MethodVersionState;
  @Structure(() => SignificanceDefinition) definition: SignificanceDefinition;
  @Text({ max: 2000, nullable: true, description: 'What changed since the version before, and why' })
  changeNote: string | null;
  @References({ description: 'Everybody who wrote on it' }) authorIds: string[];
  @Reference({ nullable: true }) approvedById: string | null;
  @Day({ nullable: true }) publishedOn: string | null;
  @Codes({
    max: 60,
    pattern: /^[a-z-]+$/,
    description: 'Separation-of-duty rules that were justified instead of kept',
  })
  flags: string[];
}
