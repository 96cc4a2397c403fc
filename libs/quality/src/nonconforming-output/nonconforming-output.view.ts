import { shown, type Transition } from '#platform';
import { needsConcession, needsVerification } from './disposition.js';
import type { NonconformingOutputRow, NonconformingOutputView } from './nonconforming-output.dto.js';
import type { NonconformingOutput } from './nonconforming-output.entity.js';

/** In what a list looks for words. */
export const outputWords = ['reference', 'product', 'lot', 'description', 'concession_number'];

/** What a list shows: no long texts. */
export const listColumns = [
  'reference',
  'state',
  'disciplines',
  'siteId',
  'nonconformityId',
  'product',
  'lot',
  'quantity',
  'unit',
  'foundAt',
  'recordedById',
  'disposition',
  'authority',
  'decidedById',
  'decidedOn',
  'concessionNumber',
  'concessionLimitQuantity',
  'concessionValidUntil',
  'concessionCustomerApproved',
  'concessionApprovedById',
  'concessionApprovedOn',
  'verificationResult',
  'verifiedById',
  'verifiedOn',
  'closedOn',
  'flags',
] as const satisfies (keyof NonconformingOutput)[];

const required = ({ disposition }: NonconformingOutput) => ({
  concessionRequired: needsConcession(disposition),
  verificationRequired: needsVerification(disposition),
});

export const viewRow = (output: NonconformingOutput): NonconformingOutputRow => ({
  ...shown(output),
  ...required(output),
});

export const viewOutput = (output: NonconformingOutput, transitions: Transition[]): NonconformingOutputView => ({
  ...shown(output),
  ...required(output),
  transitions,
});
