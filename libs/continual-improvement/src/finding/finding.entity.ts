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
} from '#platform';
import { Entity } from 'typeorm';
import { clausePattern } from '../standard/standard.js';

export const findingStates = ['draft', 'confirmed', 'issued', 'withdrawn'] as const;
export type FindingState = (typeof findingStates)[number];

export const findingClasses = ['conformity', 'good_practice', 'opportunity', 'observation', 'minor', 'major'] as const;
export type FindingClass = (typeof findingClasses)[number];

/** The result of comparing evidence with criteria (ISO 19011). Minor and major ones become nonconformities. */
@Entity()
export class Finding extends RecordEntity {
  @Code({ max: 20, example: 'FND-2026-0012' }) reference: string;
  @Choice(findingStates) state: FindingState;
  @Reference() auditId: string;
  @Reference({ nullable: true }) checklistItemId: string | null;
  @Choices(disciplines) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
  @Reference({ nullable: true }) processId: string | null;
  @Choice(findingClasses) class: FindingClass;
  @Codes({ max: 60, pattern: clausePattern, maxItems: 20, example: ['ISO 9001:2026 / 8.7'] }) clauses: string[];
  @Text({ max: 200 }) title: string;
  @Text({ max: 10_000, nullable: true }) requirement: string | null;
  @Text({ max: 10_000, nullable: true }) evidence: string | null;
  @Text({ max: 10_000, nullable: true }) statement: string | null;
  @Day() foundOn: string;
  @Reference({ nullable: true }) foundById: string | null;
  @Day({ nullable: true, description: 'Corrected on the spot or soon after, as the auditor noted' }) correctedOn:
    string | null;
  @Text({ max: 5000, nullable: true, description: 'What becomes of it; an opportunity may be declined with a reason' })
  disposition: string | null;
  @Reference({ nullable: true }) nonconformityId: string | null;
  @Code({ max: 100, nullable: true }) externalRef: string | null;
}

export const isNonconforming = ({ class: kind }: Pick<Finding, 'class'>): boolean =>
  kind === 'minor' || kind === 'major';

/** A nonconformity needs requirement, evidence and statement. */
export const isComplete = (finding: Finding): boolean =>
  !isNonconforming(finding) ||
  [finding.requirement, finding.evidence, finding.statement].every((part) => part !== null);

/**
 * Whether it is settled what becomes of it. Of our own audits, a major one needs its nonconformity even when it was
 * corrected on the spot: correcting removes no cause.
 */
export const isDisposed = (finding: Finding, byUs: boolean): boolean =>
  isNonconforming(finding)
    ? finding.nonconformityId !== null || (finding.correctedOn !== null && !(byUs && finding.class === 'major'))
    : ['opportunity', 'observation'].includes(finding.class)
      ? finding.disposition !== null
      : true;
