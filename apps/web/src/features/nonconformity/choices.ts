import type { Schemas } from '../../api/api.js';

type View = Schemas['NonconformityView'];

/** In the order of its life; a state that the contract does not have breaks the build. */
export const nonconformityStates = [
  'draft',
  'open',
  'containment',
  'analysis',
  'planning',
  'implementation',
  'effectiveness',
  'closed',
  'rejected',
] as const satisfies View['state'][];

export const nonconformitySources = [
  'internal_audit',
  'external_audit',
  'customer_complaint',
  'supplier_delivery',
  'inspection',
  'limit_exceedance',
  'compliance_evaluation',
  'incident',
  'management_review',
  'missed_objective',
  'employee_report',
  'regulator_notice',
  'system',
] as const satisfies View['source'][];

export const severities = ['S1', 'S2', 'S3', 'S4'] as const satisfies View['severity'][];
export const extents = ['E1', 'E2', 'E3'] as const satisfies View['extent'][];

export const rejectionCodes = [
  'not_a_nonconformity',
  'duplicate',
  'insufficient_evidence',
] as const satisfies View['rejectionCode'][];

export const effectivenessResults = [
  'effective',
  'partially',
  'not_effective',
] as const satisfies Schemas['EffectivenessCheckView']['result'][];
