import type { Client } from './client.js';

type Row = [
  activity: string,
  title: string,
  category: string,
  condition: 'normal' | 'abnormal' | 'emergency',
  lifeCycleStage: string,
  control: 'direct' | 'indirect',
  impact: string,
  scores: [severity: number, probability: number, detectability: number],
  gate: 'L' | 'K' | '',
];

const rows: Row[] = [
  [
    'Spray painting',
    'VOC emission to air',
    'emission_to_air',
    'normal',
    'production',
    'direct',
    'air_quality',
    [4, 5, 3],
    '',
  ],
  [
    'Curing ovens, boilers',
    'Natural gas combustion',
    'energy_use',
    'normal',
    'production',
    'direct',
    'climate_change',
    [4, 5, 2],
    '',
  ],
  [
    'Presses, compressed air',
    'Electricity use, leaks',
    'energy_use',
    'normal',
    'production',
    'direct',
    'climate_change',
    [3, 5, 3],
    '',
  ],
  [
    'Pre-treatment rinsing',
    'Zinc in wastewater',
    'release_to_water',
    'normal',
    'production',
    'direct',
    'water_pollution',
    [4, 4, 2],
    'L',
  ],
  [
    'Effluent plant bypass',
    'Untreated discharge',
    'release_to_water',
    'abnormal',
    'production',
    'direct',
    'water_pollution',
    [5, 2, 3],
    '',
  ],
  [
    'Solvent delivery',
    'Tank or hose spill',
    'release_to_land',
    'emergency',
    'transport_delivery',
    'direct',
    'soil_groundwater',
    [5, 2, 2],
    '',
  ],
  [
    'Paint store',
    'Fire, firewater',
    'release_to_water',
    'emergency',
    'production',
    'direct',
    'water_pollution',
    [5, 1, 3],
    '',
  ],
  ['Machining', 'Steel swarf', 'waste', 'normal', 'production', 'direct', 'resource_depletion', [2, 5, 1], ''],
  [
    'Cleaning',
    'Hazardous waste',
    'waste',
    'normal',
    'end_of_life_treatment',
    'direct',
    'soil_groundwater',
    [4, 5, 2],
    '',
  ],
  [
    'Packaging',
    'Single-use film',
    'resource_use',
    'normal',
    'end_of_life_treatment',
    'indirect',
    'resource_depletion',
    [2, 5, 3],
    '',
  ],
  [
    'Extraction fans',
    'Noise at boundary',
    'energy_emitted',
    'normal',
    'production',
    'direct',
    'nuisance',
    [2, 5, 2],
    'K',
  ],
  [
    'Contracted transport',
    'Exhaust emissions',
    'emission_to_air',
    'normal',
    'transport_delivery',
    'indirect',
    'climate_change',
    [3, 5, 2],
    '',
  ],
  [
    'Chillers',
    'Refrigerant leakage',
    'emission_to_air',
    'abnormal',
    'production',
    'direct',
    'climate_change',
    [4, 2, 3],
    '',
  ],
  [
    'Purchased steel',
    'Upstream smelting',
    'resource_use',
    'normal',
    'raw_material_acquisition',
    'indirect',
    'climate_change',
    [4, 5, 4],
    '',
  ],
  [
    'Rinsing, sanitary',
    'Mains water use',
    'resource_use',
    'normal',
    'production',
    'direct',
    'water_scarcity',
    [2, 4, 2],
    '',
  ],
];

/** A fictional metal-parts and coating plant: fifteen adverse aspects, each with its impact and its answers to M2. */
export const plantRegister = rows.map(
  ([activity, title, category, condition, lifeCycleStage, control, impact, [S, P, D], gate]) => ({
    aspect: {
      activity,
      title,
      category,
      condition,
      time: 'present',
      lifeCycleStage,
      control,
      sign: 'adverse',
      impacts: [{ category: impact, description: `${title}: ${impact}`, sign: 'adverse' }],
    },
    scores: { S, P, D },
    gates: { L: gate === 'L', K: gate === 'K' },
  }),
);

/** A published version of a method. */
export interface MethodVersion {
  id: string;
  definition: { kind: string; criteria: object[]; gates: object[]; threshold?: number };
}

/** The methods M1 to M4 of an organisation: their ids and their published first versions. */
export async function methodsOf(manager: Client): Promise<Record<string, { id: string; first: MethodVersion }>> {
  const { body } = await manager.post('/significance-methods/defaults', undefined, { expect: 200 });
  const methods: Record<string, { id: string; first: MethodVersion }> = {};
  for (const { id, code, currentVersion } of body.items)
    methods[code] = { id, first: (await manager.get(`/significance-method-versions/${currentVersion.id}`)).body };
  return methods;
}
