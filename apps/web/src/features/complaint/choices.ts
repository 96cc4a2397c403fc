import type { Schemas } from '../../api/api.js';

type View = Schemas['ComplaintView'];

/** In the order of its life; a state that the contract does not have breaks the build. */
export const complaintStates = [
  'received',
  'acknowledged',
  'assessed',
  'answered',
  'closed',
] as const satisfies View['state'][];
export const channels = ['phone', 'email', 'letter', 'portal', 'visit', 'other'] as const satisfies View['channel'][];
export const seriousnesses = ['low', 'medium', 'high'] as const satisfies View['seriousness'][];
export const satisfactions = ['yes', 'no', 'unknown'] as const satisfies View['satisfied'][];
