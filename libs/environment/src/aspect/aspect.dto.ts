import {
  ChangeMany,
  Choice,
  Code,
  type Discipline,
  disciplines,
  Flag,
  PageQuery,
  Reference,
  Structures,
  Text,
  Transition,
  toBoolean,
} from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import type { Sign } from '../significance-method/significance.js';
import {
  type AspectCategory,
  aspectCategories,
  type OperatingCondition,
  operatingConditions,
  signs,
} from './aspect-choices.js';
import { Aspect, AspectImpact, type AspectState, aspectStates } from './aspect.entity.js';

const described = ['activity', 'title', 'category', 'condition', 'time', 'lifeCycleStage', 'control', 'sign'] as const;
const managed = ['processId', 'ownerId', 'controls', 'obligations', 'indicator', 'objective', 'emergencyPlan'] as const;

export class DescribeImpact extends PickType(AspectImpact, ['category', 'description', 'sign'] as const) {}

export class RegisterAspect extends IntersectionType(
  PickType(Aspect, described),
  PartialType(PickType(Aspect, ['siteId', ...managed] as const), { skipNullProperties: false }),
) {
  @Structures(() => DescribeImpact, { optional: true, maxItems: 20 }) impacts?: DescribeImpact[];
}

/** Send only what changes. */
export class EditAspect extends PartialType(PickType(Aspect, [...described, ...managed] as const), {
  skipNullProperties: false,
}) {
  @Text({ max: 2000, optional: true, description: 'Why; needed when what the aspect is, or its owner, changes' })
  reason?: string;
}

/** A new owner for many, each as if it were changed alone. */
export class ChangeAspects extends IntersectionType(ChangeMany, PickType(Aspect, ['ownerId'] as const)) {}

export class EditImpact extends PartialType(
  PickType(AspectImpact, ['category', 'description', 'sign', 'withdrawnOn'] as const),
  { skipNullProperties: false },
) {
  @Text({ max: 2000, description: 'Why' }) reason: string;
}

const Switch =
  (description: string): PropertyDecorator =>
  (target, key) =>
    [ApiProperty({ required: false, type: Boolean, description }), IsOptional(), toBoolean, IsBoolean()].forEach(
      (decorate) => decorate(target, key),
    );
const Id = (): PropertyDecorator => (target, key) =>
  [ApiProperty({ required: false, format: 'uuid' }), IsOptional(), IsUUID()].forEach((decorate) =>
    decorate(target, key),
  );

export class AspectQuery extends PageQuery {
  @Choice(disciplines, { optional: true, description: 'Aspects are environmental: quality shows none' })
  discipline?: Discipline;
  @Choice(aspectStates, { optional: true }) state?: AspectState;
  @Choice(aspectCategories, { optional: true }) category?: AspectCategory;
  @Choice(operatingConditions, { optional: true }) condition?: OperatingCondition;
  @Choice(signs, { optional: true }) sign?: Sign;
  @Id() siteId?: string;
  @Id() processId?: string;
  @Id() ownerId?: string;
  @Switch('By the latest assessment; false shows the others, also those never assessed') significant?: boolean;
  @Switch('On the watch list of the latest assessment') watch?: boolean;
  @Switch('Never assessed') unassessed?: boolean;
  @Reference({ optional: true, description: 'Assessed last by this version of a method' }) methodVersionId?: string;
  @Reference({ optional: true, description: 'Assessed last by any other version of a method' })
  otherMethodVersionThan?: string;
  @Code({
    optional: true,
    max: 200,
    pattern: /^[A-Za-z][A-Za-z0-9]{0,19}:\d{1,4}(,[A-Za-z][A-Za-z0-9]{0,19}:\d{1,4})*$/,
    example: 'S:4,P:5',
    description: 'With these scores in the latest assessment',
  })
  scores?: string;
  @Switch('Significant, active, and lacking a control, an indicator or an owner') incomplete?: boolean;
  @Switch('Significant, active, with neither an operational control nor an emergency plan') withoutControl?: boolean;
  @Switch('Significant, active, and not monitored by any indicator') withoutIndicator?: boolean;
  @Switch('Significant, active, and without an owner') withoutOwner?: boolean;
}

/** What the latest assessment says. */
export class PresentSignificance {
  @ApiProperty({ format: 'uuid' }) assessmentId: string;
  @ApiProperty({ format: 'uuid' }) methodVersionId: string;
  @ApiProperty({ example: 'M2 v1' }) method: string;
  @Flag() significant: boolean;
  @Flag({ description: 'Not significant, but close' }) watch: boolean;
  @ApiProperty({ type: Number, nullable: true }) score: number | null;
  @ApiProperty({ format: 'date' }) assessedOn: string;
}

export const gaps = ['control', 'indicator', 'owner'] as const;
export type Gap = (typeof gaps)[number];

/** What is computed when an aspect is read. */
export class AspectStanding {
  @ApiProperty({ type: PresentSignificance, nullable: true, description: 'Null when it was never assessed' })
  significance: PresentSignificance | null;
  @ApiProperty({ enum: [...gaps], isArray: true, description: 'What a significant aspect still lacks' }) gaps: Gap[];
}

/** In a list: without the long texts. */
export class AspectRow extends IntersectionType(
  OmitType(Aspect, ['orgId', 'controls', 'obligations', 'indicator', 'objective', 'emergencyPlan'] as const),
  AspectStanding,
) {}

export class AspectView extends IntersectionType(OmitType(Aspect, ['orgId'] as const), AspectStanding) {
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}

export class AspectImpactView extends OmitType(AspectImpact, ['orgId'] as const) {}
