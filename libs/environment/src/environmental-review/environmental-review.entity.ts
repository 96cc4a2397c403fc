import {
  Choice,
  Choices,
  Code,
  Codes,
  Day,
  Decimal,
  type Discipline,
  RecordEntity,
  Reference,
  References,
  Structures,
  Text,
  Texts,
} from '#platform';
import { Entity } from 'typeorm';
import {
  type BaselineSubject,
  baselineSubjects,
  type DataQuality,
  dataQualities,
  type ReviewKind,
  reviewKinds,
  type ReviewMethod,
  reviewMethods,
  type ReviewState,
  reviewStates,
} from './environmental-review-choices.js';

/** How much of something the site used or gave off in a period: what later reviews are compared with. */
export class BaselineFigure {
  @Choice(baselineSubjects) what: BaselineSubject;
  @Text({ max: 300, example: 'Natural gas, boilers and ovens' }) description: string;
  @Decimal({ min: 0, example: 1840 }) quantity: number;
  @Text({ max: 30, example: 'MWh' }) unit: string;
  @Text({ max: 60, example: '2025' }) period: string;
  @Choice(dataQualities) quality: DataQuality;
  @Text({ max: 500, example: 'Invoices of the gas supplier' }) source: string;
}

const nothingFound = {
  max: 5000,
  nullable: true,
  description: 'Says that nothing was found and how it was looked for; needed when the area has no item',
} as const;

/**
 * A look at the whole of an organisation or site: its aspects, obligations, practices and past incidents, with a
 * baseline in figures. Frozen once approved.
 */
@Entity()
export class EnvironmentalReview extends RecordEntity {
  @Code({ max: 20, example: 'IER-2026-0001', description: 'IER for an initial review, ER for the others' })
  reference: string;
  @Choice(reviewStates) state: ReviewState;
  @Choice(reviewKinds) kind: ReviewKind;
  @Choices(['environment']) disciplines: Discipline[];
  @Reference({ nullable: true, description: 'Null for the whole organisation; another site is another review' })
  siteId: string | null;
  @Text({ max: 200, example: 'Initial environmental review of the Berlin plant' }) title: string;
  @Text({ max: 5000, description: 'What is looked at, and what is not', example: 'Plant, yard and transport' })
  scope: string;
  @Reference({ nullable: true, description: 'The approved review that this one follows; an initial one follows none' })
  previousReviewId: string | null;
  @Day({ nullable: true, description: 'First day of the data', example: '2025-01-01' }) periodFrom: string | null;
  @Day({ nullable: true, description: 'Last day of the data', example: '2025-12-31' }) periodTo: string | null;
  @Choices(reviewMethods, { min: 0 }) methods: ReviewMethod[];
  @Texts({ max: 500, maxItems: 100, description: 'Bills, permits, logs, reports', example: ['Waste notes 2025'] })
  sources: string[];
  @Reference({ nullable: true, description: 'Who planned it; null when not a person' }) authorId: string | null;
  @Reference({ description: 'Who leads it' }) leadId: string;
  @References({ maxItems: 50, description: 'Who else records observations' }) teamIds: string[];
  @Day({ example: '2026-09-30' }) dueOn: string;
  @Structures(() => BaselineFigure, { maxItems: 200 }) baseline: BaselineFigure[];
  @Text(nothingFound) aspectsNote: string | null;
  @Text(nothingFound) obligationsNote: string | null;
  @Text(nothingFound) practicesNote: string | null;
  @Text(nothingFound) incidentsNote: string | null;
  @Text({ max: 10_000, nullable: true }) conclusions: string | null;
  @Texts({ max: 500, maxItems: 50, description: 'What comes first, in order' }) priorities: string[];
  @Reference({ nullable: true }) submittedById: string | null;
  @Day({ nullable: true }) submittedOn: string | null;
  @Reference({ nullable: true }) approvedById: string | null;
  @Day({ nullable: true }) approvedOn: string | null;
  @Codes({ max: 60, pattern: /^[a-z-]+$/, description: 'Separation-of-duty rules that were justified instead of kept' })
  flags: string[];
}
