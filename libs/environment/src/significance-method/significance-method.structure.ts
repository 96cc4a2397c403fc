import { Choice, Code, Decimal, Flag, Structure, Structures, Text, Whole } from '#platform';
import { signs } from '../aspect/aspect-choices.js';
import type { AlwaysRule, Criterion, Gate, MethodDefinition, ScaleValue, Sign } from './significance.js';

// The shape of a definition as JSON; whether it makes sense is for `checkMethod` to say.

const highest = 1_000_000;

export class ScaleStep implements ScaleValue {
  @Whole({ min: 0, max: 1000, example: 4 }) value: number;
  @Text({ max: 1000, description: 'When to choose it', example: 'Major: a lasting effect' }) anchor: string;
}

const twoSteps = [
  { value: 1, anchor: 'Negligible: nothing that can be measured' },
  { value: 2, anchor: 'Minor: gone within days' },
];

export class ScoringCriterion implements Criterion {
  @Code({ max: 20, example: 'S' }) key: string;
  @Text({ max: 200, example: 'Severity' }) name: string;
  @Decimal({ optional: true, min: 0, max: 1000, example: 3, description: 'For a weighted mean only' }) weight?: number;
  @Structures(() => ScaleStep, { min: 2, maxItems: 20, example: twoSteps }) scale: ScaleStep[];
  @Choice(signs, { optional: true, description: 'Left out of assessments of the other sign' }) onlyFor?: Sign;
}

export class GateQuestion implements Gate {
  @Code({ max: 20, example: 'L' }) key: string;
  @Text({ max: 1000, example: 'Is 80 % of a legal limit used?' }) question: string;
  @Flag({ optional: true, description: 'About law or a permit: nobody overrules a yes' }) legal?: boolean;
}

export class AlwaysSignificant implements AlwaysRule {
  @Code({ max: 20, example: 'S' }) criterion: string;
  @Whole({ min: 0, max: 1000, example: 5 }) atLeast: number;
}

export class BeneficialThresholds {
  @Decimal({ min: 0, max: highest, example: 12 }) threshold: number;
  @Decimal({ optional: true, min: 0, max: highest }) watchThreshold?: number;
}

export class SignificanceDefinition implements MethodDefinition {
  @Choice(['product', 'weightedMean', 'gates']) kind: MethodDefinition['kind'];
  @Structures(() => ScoringCriterion, { maxItems: 20 }) criteria: ScoringCriterion[];
  @Decimal({ optional: true, min: 0, max: highest, example: 40, description: 'Significant from here' })
  threshold?: number;
  @Decimal({ optional: true, min: 0, max: highest, example: 20, description: 'Watched from here' })
  watchThreshold?: number;
  @Structure(() => BeneficialThresholds, { optional: true, description: 'Beneficial aspects are ranked apart' })
  beneficial?: BeneficialThresholds;
  @Structures(() => AlwaysSignificant, { optional: true, maxItems: 20, description: 'Enough whatever the rest is' })
  always?: AlwaysSignificant[];
  @Structures(() => GateQuestion, { maxItems: 20, description: 'A yes makes an adverse aspect significant' })
  gates: GateQuestion[];
}
