import {
  Choices,
  Code,
  Codes,
  type Discipline,
  disciplines,
  Instant,
  RecordEntity,
  Reference,
  Structures,
  Text,
  Whole,
} from '#platform';
import { Entity } from 'typeorm';
import { editionPattern } from '../auditor-competence/auditor-competence.entity.js';
import { clausePattern } from '../standard/standard.js';

/** A question of a checklist, in the organisation's own words. */
export class Question {
  @Code({ max: 40, example: 'Q1' }) key: string;
  @Text({ max: 1000, example: 'Are measuring devices in use within their calibration date?' }) question: string;
  @Codes({ max: 60, pattern: clausePattern, maxItems: 20, example: ['ISO 9001:2026 / 7.1.5'] }) clauses: string[];
  @Text({ max: 2000, nullable: true, description: 'What to look at' }) guidance: string | null;
}

/** A checklist to be used again; what it asks stands in its versions. */
@Entity()
export class ChecklistTemplate extends RecordEntity {
  @Code({ max: 30, example: 'CL-CAL' }) code: string;
  @Text({ max: 200, example: 'Calibration' }) title: string;
  @Choices(disciplines) disciplines: Discipline[];
  @Codes({
    max: 20,
    pattern: editionPattern,
    maxItems: 10,
    example: ['ISO 9001:2026'],
    description: 'It asks about these',
  })
  editions: string[];
}

/** One version of a checklist, fixed once published. An audit keeps the version that it was made with. */
@Entity()
export class ChecklistVersion extends RecordEntity {
  @Reference() templateId: string;
  @Whole({ min: 1, max: 9999 }) number: number;
  @Structures(() => Question, { min: 1, maxItems: 300 }) questions: Question[];
  @Reference({ nullable: true }) publishedById: string | null;
  @Instant() publishedAt: string;
}
