import type { Schemas } from '../../api/api.js';

export const packStates = [
  'queued',
  'running',
  'ready',
  'failed',
  'expired',
] as const satisfies Schemas['EvidencePackView']['state'][];
