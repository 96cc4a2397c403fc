import { Choice, Code, Day, RecordEntity, Reference, Structures, Text } from '#platform';
import { Entity } from 'typeorm';
import type { Sign } from '../significance-method/significance.js';
import {
  type AspectCategory,
  aspectCategories,
  type AspectControl,
  aspectControls,
  type AspectTime,
  aspectTimes,
  type ControlKind,
  controlKinds,
  type ImpactCategory,
  impactCategories,
  type LifeCycleStage,
  lifeCycleStages,
  type OperatingCondition,
  operatingConditions,
  signs,
} from './aspect-choices.js';

export const aspectStates = ['active', 'retired'] as const;
export type AspectState = (typeof aspectStates)[number];

/** How an aspect is kept in hand (clause 8.1). */
export class OperationalControl {
  @Choice(controlKinds) kind: ControlKind;
  @Text({ max: 2000, example: 'Enclosed booth with thermal oxidiser' }) description: string;
  @Reference({ optional: true, nullable: true }) ownerId?: string | null;
  @Text({ max: 200, optional: true, nullable: true, example: 'Quarterly' }) checkFrequency?: string | null;
  @Day({ optional: true, nullable: true }) lastCheckOn?: string | null;
}

/**
 * How an activity, product or service interacts with the environment (clause 6.1.2). Whether it is significant stands
 * in its latest assessment, never here; what is not significant stays in the register.
 */
@Entity()
export class Aspect extends RecordEntity {
  @Code({ max: 20, example: 'ASP-2026-0001' }) reference: string;
  @Choice(aspectStates) state: AspectState;
  @Reference({ nullable: true, description: 'Null for the whole organisation; a move to another site is a new aspect' })
  siteId: string | null;
  @Reference({ nullable: true }) processId: string | null;
  @Reference({ nullable: true }) ownerId: string | null;
  @Text({ max: 500, description: 'Activity, product or service', example: 'Spray painting' }) activity: string;
  @Text({ max: 500, description: 'The aspect in words', example: 'VOC emission to air' }) title: string;
  @Choice(aspectCategories) category: AspectCategory;
  @Choice(operatingConditions) condition: OperatingCondition;
  @Choice(aspectTimes) time: AspectTime;
  @Choice(lifeCycleStages) lifeCycleStage: LifeCycleStage;
  @Choice(aspectControls) control: AspectControl;
  @Choice(signs) sign: Sign;
  @Structures(() => OperationalControl, { maxItems: 50 }) controls: OperationalControl[];
  @Text({ max: 5000, nullable: true, description: 'Binding obligations that it touches (6.1.3)' }) obligations:
    string | null;
  @Text({ max: 2000, nullable: true, description: 'What is monitored (9.1.1)', example: 'kg VOC per t of product' })
  indicator: string | null;
  @Text({ max: 2000, nullable: true, description: 'What is to be reached (6.2)', example: '−25 % by 2028' }) objective:
    string | null;
  @Text({ max: 2000, nullable: true, description: 'The plan that answers an emergency (8.2), with its last drill' })
  emergencyPlan: string | null;
  @Day({ nullable: true }) retiredOn: string | null;
}

/** What an aspect does to the environment, for worse or for better. */
@Entity()
export class AspectImpact extends RecordEntity {
  @Reference() aspectId: string;
  @Reference({ nullable: true }) siteId: string | null;
  @Choice(impactCategories) category: ImpactCategory;
  @Text({ max: 2000, example: 'Summer smog; health of neighbours' }) description: string;
  @Choice(signs) sign: Sign;
  @Day({ nullable: true, description: 'Since when it is no longer seen as an impact of this aspect' }) withdrawnOn:
    string | null;
}
