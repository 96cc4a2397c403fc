/** What an observation may lead to, once each. */
export const outcomes = ['aspect', 'nonconformity', 'action'] as const;
export type Outcome = (typeof outcomes)[number];
