import type { ListPath, RowOf, Schemas } from '../../api/api.js';

export const redactionStates = [
  'requested',
  'approved',
  'rejected',
  'withdrawn',
] as const satisfies Schemas['RedactionView']['state'][];
export const holdStates = [
  'requested',
  'in_force',
  'lift_requested',
  'lifted',
  'rejected',
  'withdrawn',
] as const satisfies Schemas['LegalHoldView']['state'][];
export const holdScopes = [
  'record',
  'record_type',
  'site',
  'organisation',
] as const satisfies Schemas['LegalHoldView']['scope'][];
export const retentionStarts = ['ended', 'end_of_year'] as const satisfies Schemas['RetentionRuleView']['starts'][];
export const disposalStates = [
  'requested',
  'executed',
  'rejected',
  'withdrawn',
] as const satisfies Schemas['DisposalView']['state'][];

/** Grounds that people choose; the end of the time of keeping comes with a disposal. */
export const legalGrounds = [
  'request_of_person',
  'consent_withdrawn',
  'unlawful_processing',
  'legal_obligation',
  'not_needed',
  'entered_by_mistake',
] as const satisfies Schemas['RedactionView']['legalGround'][];

interface Kind<P extends ListPath> {
  path: P;
  text(row: RowOf<P>): string;
  /** Where the names of its fields stand. */
  texts: string;
}

const kind = <P extends ListPath>(path: P, texts: string, text: (row: RowOf<P>) => string): Kind<P> => ({
  path,
  texts,
  text,
});

/** Kinds of records that people choose from, by their names in the history. */
export const kinds = {
  complaint: kind('/api/v1/complaints', 'complaint', ({ reference, customer }) => `${reference} ${customer}`),
  nonconformity: kind(
    '/api/v1/nonconformities',
    'nonconformity',
    ({ reference, title }) => `${reference ?? '–'} ${title}`,
  ),
  action: kind('/api/v1/actions', 'action', ({ reference, title }) => `${reference} ${title}`),
  audit: kind('/api/v1/audits', 'audit', ({ reference, title }) => `${reference} ${title}`),
  finding: kind('/api/v1/findings', 'finding', ({ reference, title }) => `${reference} ${title}`),
  nonconforming_output: kind(
    '/api/v1/nonconforming-outputs',
    'output',
    ({ reference, product }) => `${reference} ${product}`,
  ),
  environmental_review: kind(
    '/api/v1/environmental-reviews',
    'review',
    ({ reference, title }) => `${reference} ${title}`,
  ),
  aspect: kind('/api/v1/aspects', 'aspect', ({ reference, title }) => `${reference} ${title}`),
  person: kind('/api/v1/people', 'keeping.person', ({ name }) => name),
};
export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];

/** Kinds whose records come to an end, from which they are kept for some years. */
export const endingKinds = [...kindNames, 'audit_programme'];

const textsOf: Record<string, string> = {
  ...Object.fromEntries(Object.entries(kinds).map(([name, { texts }]) => [name, texts])),
  audit_programme: 'programme',
  effectiveness_check: 'nonconformity',
  nonconformity_cycle: 'nonconformity',
  process: 'process',
};

/** A field's name as words where nobody has written any: `legalNotification` is “legal notification”. */
const spelled = (name: string) => name.replace(/^@/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Keys under which the name of a field may stand, and what to say without. */
export const fieldKeys = (recordType: string, field: string): [string[], { defaultValue: string }] => [
  [
    `keeping.text.${recordType}_${field.replace('@', '')}`,
    `keeping.text.${field.replace('@', '')}`,
    `${textsOf[recordType] ?? recordType}.field.${field}`,
  ],
  { defaultValue: spelled(field) },
];
