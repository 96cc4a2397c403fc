import type { Schemas } from '../../api/api.js';

type View = Schemas['FindingView'];

export const findingClasses = [
  'conformity',
  'good_practice',
  'opportunity',
  'observation',
  'minor',
  'major',
] as const satisfies View['class'][];
export const findingStates = ['draft', 'confirmed', 'issued', 'withdrawn'] as const satisfies View['state'][];
