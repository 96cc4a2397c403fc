import {
  Choice,
  Choices,
  Code,
  Codes,
  Day,
  Decimal,
  type Discipline,
  disciplines,
  Flag,
  RecordEntity,
  Reference,
  Text,
} from '#platform';
import { Entity } from 'typeorm';
import { type Disposition, dispositions } from './disposition.js';

export const nonconformingOutputStates = ['recorded', 'decided', 'concession_granted', 'verified', 'closed'] as const;
export type NonconformingOutputState = (typeof nonconformingOutputStates)[number];

export const foundAtStages = ['receiving', 'in_process', 'final', 'delivered'] as const;
export type FoundAt = (typeof foundAtStages)[number];

export const verificationResults = ['conforming', 'not_conforming'] as const;
export type VerificationResult = (typeof verificationResults)[number];

/** The least quantity that can be written down. */
const smallest = 0.000001;

/**
 * A product or service that does not conform, and what becomes of it (ISO 9001, 8.7). The nonconformity that it
 * points at holds requirement, evidence, causes and actions; here is only what concerns the output itself.
 */
@Entity()
export class NonconformingOutput extends RecordEntity {
  @Code({ max: 20, example: 'NCO-2026-0001' }) reference: string;
  @Choice(nonconformingOutputStates) state: NonconformingOutputState;
  @Choices(disciplines, { description: 'Always quality' }) disciplines: Discipline[];
  @Reference({ nullable: true, description: 'That of the nonconformity' }) siteId: string | null;
  @Reference({ description: 'One output a nonconformity' }) nonconformityId: string;
  @Text({ max: 300, example: 'Pump housing PH-20' }) product: string;
  @Code({ max: 60, nullable: true, example: '4711' }) lot: string | null;
  @Decimal({ min: smallest, example: 120 }) quantity: number;
  @Code({ max: 20, example: 'pieces' }) unit: string;
  @Choice(foundAtStages, { description: 'Where it was found' }) foundAt: FoundAt;
  @Text({ max: 10_000, example: 'Flange face scratched on 3 of 20 inspected housings' }) description: string;
  @Reference({ nullable: true, description: 'Null when an integration recorded it' }) recordedById: string | null;

  @Choice(dispositions, { nullable: true }) disposition: Disposition | null;
  @Text({ max: 10_000, nullable: true, description: 'Why this disposition' }) dispositionReason: string | null;
  @Text({ max: 500, nullable: true, description: 'By what authority it was decided', example: 'Release list RL-3' })
  authority: string | null;
  @Reference({ nullable: true }) decidedById: string | null;
  @Day({ nullable: true }) decidedOn: string | null;

  @Code({ max: 60, nullable: true, example: 'CON-17' }) concessionNumber: string | null;
  @Decimal({ min: smallest, nullable: true, description: 'Up to how much it holds, in the unit of the output' })
  concessionLimitQuantity: number | null;
  @Day({ nullable: true, description: 'The last day on which it holds' }) concessionValidUntil: string | null;
  @Flag({ description: 'The customer agreed to it' }) concessionCustomerApproved: boolean;
  @Reference({ nullable: true }) concessionApprovedById: string | null;
  @Day({ nullable: true }) concessionApprovedOn: string | null;

  @Choice(verificationResults, { nullable: true, description: 'After rework or repair' })
  verificationResult: VerificationResult | null;
  @Text({ max: 10_000, nullable: true, description: 'How it was verified anew, and what was seen' })
  verificationEvidence: string | null;
  @Reference({ nullable: true }) verifiedById: string | null;
  @Day({ nullable: true }) verifiedOn: string | null;
  @Day({ nullable: true }) closedOn: string | null;
  @Codes({ max: 60, pattern: /^[a-z-]+$/, description: 'Separation-of-duty rules that were justified instead of kept' })
  flags: string[];
}
