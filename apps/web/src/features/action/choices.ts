import type { Schemas } from '../../api/api.js';

type View = Schemas['ActionView'];

/** In the order of its life; a state that the contract does not have breaks the build. */
export const actionStates = [
  'planned',
  'in_progress',
  'returned',
  'done',
  'accepted',
  'cancelled',
] as const satisfies View['state'][];

export const actionKinds = ['corrective', 'improvement', 'risk'] as const satisfies View['kind'][];
