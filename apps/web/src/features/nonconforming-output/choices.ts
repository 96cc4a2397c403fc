import type { Schemas } from '../../api/api.js';

type View = Schemas['NonconformingOutputView'];

/** In the order of its life; a state that the contract does not have breaks the build. */
export const outputStates = [
  'recorded',
  'decided',
  'concession_granted',
  'verified',
  'closed',
] as const satisfies View['state'][];

export const stages = ['receiving', 'in_process', 'final', 'delivered'] as const satisfies View['foundAt'][];

export const dispositions = [
  'rework',
  'repair',
  'use_as_is',
  'regrade',
  'segregate',
  'return',
  'inform_customer',
  'scrap',
] as const satisfies View['disposition'][];

export const verificationResults = ['conforming', 'not_conforming'] as const satisfies View['verificationResult'][];
