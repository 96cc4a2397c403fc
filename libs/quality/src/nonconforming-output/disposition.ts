/** What becomes of an output that does not conform (ISO 9001, 8.7.1). */
export const dispositions = [
  'rework',
  'repair',
  'use_as_is',
  'regrade',
  'segregate',
  'return',
  'inform_customer',
  'scrap',
] as const;
export type Disposition = (typeof dispositions)[number];

/** Such an output still does not conform when it is used, so somebody must concede that. */
export const needsConcession = (disposition: Disposition | null): boolean =>
  disposition === 'repair' || disposition === 'use_as_is';

/** What was corrected must be verified anew. */
export const needsVerification = (disposition: Disposition | null): boolean =>
  disposition === 'rework' || disposition === 'repair';
