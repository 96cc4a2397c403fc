import type { Sign } from '../significance-method/significance.js';

/** What kind of interaction with the environment an aspect is. */
export const aspectCategories = [
  'emission_to_air',
  'release_to_water',
  'release_to_land',
  'resource_use',
  'energy_use',
  'energy_emitted',
  'waste',
  'space_biodiversity',
] as const;
export type AspectCategory = (typeof aspectCategories)[number];

/** What the environment may suffer or gain. */
export const impactCategories = [
  'climate_change',
  'air_quality',
  'ozone_depletion',
  'acidification',
  'eutrophication',
  'water_scarcity',
  'water_pollution',
  'soil_groundwater',
  'resource_depletion',
  'biodiversity',
  'nuisance',
  'human_health',
  'beneficial',
] as const;
export type ImpactCategory = (typeof impactCategories)[number];

/** Routine; planned but unusual such as start-up or maintenance; unplanned such as fire or spill. */
export const operatingConditions = ['normal', 'abnormal', 'emergency'] as const;
export type OperatingCondition = (typeof operatingConditions)[number];

/** Past stands for legacy contamination. */
export const aspectTimes = ['past', 'present', 'planned'] as const;
export type AspectTime = (typeof aspectTimes)[number];

export const lifeCycleStages = [
  'raw_material_acquisition',
  'design',
  'production',
  'transport_delivery',
  'use',
  'end_of_life_treatment',
  'final_disposal',
] as const;
export type LifeCycleStage = (typeof lifeCycleStages)[number];

/** Direct: the organisation can control it; indirect: it can only influence suppliers, contractors or users. */
export const aspectControls = ['direct', 'indirect'] as const;
export type AspectControl = (typeof aspectControls)[number];

export const signs = ['adverse', 'beneficial'] as const satisfies readonly Sign[];

/** In the order of preference; the waste hierarchy is for waste. */
export const controlKinds = ['eliminate', 'substitute', 'engineer', 'administrative', 'waste_hierarchy'] as const;
export type ControlKind = (typeof controlKinds)[number];
