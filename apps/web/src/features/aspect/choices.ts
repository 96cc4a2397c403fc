import type { Schemas } from '../../api/api.js';

type View = Schemas['AspectView'];
type Impact = Schemas['AspectImpactView'];
type Control = Schemas['OperationalControl'];

/** What kind of interaction with the environment. */
export const categories = [
  'emission_to_air',
  'release_to_water',
  'release_to_land',
  'resource_use',
  'energy_use',
  'energy_emitted',
  'waste',
  'space_biodiversity',
] as const satisfies View['category'][];

export const conditions = ['normal', 'abnormal', 'emergency'] as const satisfies View['condition'][];
export const times = ['past', 'present', 'planned'] as const satisfies View['time'][];
export const influence = ['direct', 'indirect'] as const satisfies View['control'][];
export const signs = ['adverse', 'beneficial'] as const satisfies View['sign'][];

/** From the cradle to the grave. */
export const lifeCycleStages = [
  'raw_material_acquisition',
  'design',
  'production',
  'transport_delivery',
  'use',
  'end_of_life_treatment',
  'final_disposal',
] as const satisfies View['lifeCycleStage'][];

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
] as const satisfies Impact['category'][];

/** In the order of preference. */
export const controlKinds = [
  'eliminate',
  'substitute',
  'engineer',
  'administrative',
  'waste_hierarchy',
] as const satisfies Control['kind'][];
