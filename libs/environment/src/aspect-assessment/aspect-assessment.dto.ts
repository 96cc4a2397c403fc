import { Choice, Day, Decimal, Flag, Reference, Structure, Structures, Text, Whole } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { SignificanceDefinition } from '../significance-method/significance-method.structure.js';
import {
  AspectAssessment,
  type OverrideDirection,
  overrideDirections,
  SignificanceReason,
} from './aspect-assessment.entity.js';

/** Experts decide otherwise than the method. Downwards a second person must confirm, and never against a legal gate. */
export class OverrideSignificance {
  @Choice(overrideDirections) direction: OverrideDirection;
  @Text({ max: 5000, example: 'The neighbours’ new kindergarten is not in the scale' }) justification: string;
  @Reference({ optional: true, nullable: true, description: 'Needed downwards: someone else who may assess' })
  secondApproverId?: string | null;
}

export class AssessAspect extends IntersectionType(
  PickType(AspectAssessment, ['methodVersionId', 'scores', 'gates'] as const),
  PartialType(PickType(AspectAssessment, ['note', 'correctionOfId'] as const), { skipNullProperties: false }),
) {
  @Day({ optional: true, description: 'Today unless stated' }) assessedOn?: string;
  @Structure(() => OverrideSignificance, { optional: true }) override?: OverrideSignificance;
  @Text({ max: 2000, optional: true, description: 'Why; needed for a correction' }) reason?: string;
}

export class ConfirmOverride {
  @Text({ max: 2000, optional: true, description: 'Why' }) reason?: string;
}

export class AspectAssessmentView extends OmitType(AspectAssessment, ['orgId'] as const) {
  @ApiProperty({ example: 'M2 v1' }) method: string;
}

/** What to try on the present assessments; without anything, the version as it is. */
export class TryDefinition {
  @Structure(() => SignificanceDefinition, { optional: true, description: 'In place of the definition of the version' })
  definition?: SignificanceDefinition;
  @Decimal({ optional: true, min: 0, max: 1_000_000, example: 30, description: 'In place of the threshold' })
  threshold?: number;
}

export class SignificanceFlip {
  @Reference() aspectId: string;
  @Text({ max: 20, example: 'ASP-2026-0012' }) reference: string;
  @Flag({ description: 'Whether it is significant now' }) before: boolean;
  @Flag({ description: 'Whether it would be' }) after: boolean;
}

export class NotEvaluated {
  @Reference() aspectId: string;
  @Text({ max: 20 }) reference: string;
  @Structures(() => SignificanceReason) reasons: SignificanceReason[];
}

/** What would change; nothing is written. */
export class WhatIf {
  @Whole({ min: 0, max: 1_000_000, description: 'Active aspects with an assessment that could be evaluated anew' })
  evaluated: number;
  @Structures(() => SignificanceFlip) flips: SignificanceFlip[];
  @Structures(() => NotEvaluated, { description: 'Not answered for what this definition asks' })
  notEvaluated: NotEvaluated[];
}
