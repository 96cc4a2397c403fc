import type { Schemas } from '../../../api/api.js';

export type WhyNode = Schemas['WhyNode'];
export type FishboneCause = Schemas['FishboneCause'];
export type Whys = Schemas['FiveWhysAnalysis'];
export type Fishbone = Schemas['IshikawaAnalysis'];
export type Leg = Whys['leg'];

/** The order in which they stand around the fishbone; a key that the contract does not have breaks the build. */
export const fishboneCategories = [
  'people',
  'machine',
  'method',
  'material',
  'measurement',
  'surroundings',
] as const satisfies Schemas['FishboneCategory']['key'][];

export const causeCategories = [
  'training',
  'procedure_missing',
  'procedure_unclear',
  'procedure_not_followed',
  'equipment',
  'design',
  'supplier_material',
  'measurement',
  'communication',
  'resources_workload',
  'management_planning',
  'external',
] as const satisfies NonNullable<WhyNode['category']>[];

export interface ConfirmedCause {
  id: string;
  statement: string;
  leg: Leg;
}

/** What actions must remove: verified roots of the whys, confirmed causes of the fishbone. */
export const confirmedCauses = ({
  fiveWhys,
  ishikawa,
}: Pick<Schemas['NonconformityView'], 'fiveWhys' | 'ishikawa'>): ConfirmedCause[] => [
  ...fiveWhys.flatMap(({ leg, nodes }) =>
    nodes.filter(({ root, verified }) => root && verified).map(({ id, statement }) => ({ id, statement, leg })),
  ),
  ...(ishikawa?.categories ?? []).flatMap(({ causes }) =>
    causes
      .filter(({ state }) => state === 'confirmed')
      .map(({ id, statement }) => ({ id, statement, leg: 'occurrence' as const })),
  ),
];
