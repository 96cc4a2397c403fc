import { Choice, Code, Day, Decimal, Flag, RecordEntity, Reference, Structures, Text, Whole } from '#platform';
import { Entity } from 'typeorm';
import type { Sign } from '../significance-method/significance.js';
import { signs } from '../aspect/aspect-choices.js';
import { GateAnswers, Scores } from './answers.js';

export const overrideDirections = ['up', 'down'] as const;
export type OverrideDirection = (typeof overrideDirections)[number];

export const overrideStates = ['proposed', 'in_force'] as const;
export type OverrideState = (typeof overrideStates)[number];

/** One sentence of the explanation. */
export class SignificanceReason {
  @Code({ max: 60, example: 'threshold-reached' }) code: string;
  @Text({ max: 3000, example: 'The score 60 reaches the threshold of 40.' }) message: string;
}

/**
 * Whether an aspect was significant in the eyes of one assessor, by one version of a method (clause 6.1.2). Never
 * changed: a correction is a new assessment that names the old one.
 */
@Entity()
export class AspectAssessment extends RecordEntity {
  @Reference() aspectId: string;
  @Whole({ min: 1, max: 2_147_483_647, description: 'The version of the aspect that was assessed' })
  aspectVersion: number;
  @Reference({ nullable: true }) siteId: string | null;
  @Reference({ description: 'The version of the method' }) methodVersionId: string;
  @Choice(signs) sign: Sign;
  @Scores() scores: Record<string, number>;
  @GateAnswers() gates: Record<string, boolean>;
  @Decimal({ nullable: true, description: 'Null for a method that gives none' }) score: number | null;
  @Text({ max: 3000, min: 0, description: 'How the score came about', example: 'S 4 × P 5 × D 3 = 60' })
  formula: string;
  @Structures(() => SignificanceReason, { description: 'Why it is significant, or why it is not' })
  reasons: SignificanceReason[];
  @Flag({ description: 'What the method says' }) computedSignificant: boolean;
  @Flag({ description: 'What counts: the method, or the experts who overrode it' }) significant: boolean;
  @Flag({ description: 'Not significant, but close' }) watch: boolean;
  @Text({ max: 5000, nullable: true, description: 'What the scores rest on' }) note: string | null;
  @Day({ description: 'When it was judged; the time of recording is createdAt' }) assessedOn: string;
  @Reference() assessedById: string;
  @Choice(overrideDirections, { nullable: true }) overrideDirection: OverrideDirection | null;
  @Choice(overrideStates, { nullable: true, description: 'Proposed until the second approver confirms it' })
  overrideState: OverrideState | null;
  @Text({ max: 5000, nullable: true }) overrideJustification: string | null;
  @Reference({ nullable: true, description: 'Who must confirm, or confirmed, an override downwards' })
  secondApproverId: string | null;
  @Reference({ nullable: true, description: 'The assessment that this one takes the place of' })
  correctionOfId: string | null;
}
