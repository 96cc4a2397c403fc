import type { Schemas } from '../../api/api.js';

type View = Schemas['AuditView'];

/** In the order of its life; postponed and cancelled stand beside it. */
export const auditLine = [
  'planned',
  'prepared',
  'in_progress',
  'fieldwork_done',
  'report_draft',
  'report_issued',
  'follow_up',
  'completed',
] as const satisfies View['state'][];
export const auditStates = [...auditLine, 'postponed', 'cancelled'] as const satisfies View['state'][];
export const auditKinds = [
  'internal',
  'supplier',
  'certification',
  'customer',
  'regulator',
] as const satisfies View['kind'][];
export const auditModes = ['on_site', 'remote', 'hybrid'] as const satisfies View['mode'][];
export const teamRoles = [
  'lead',
  'auditor',
  'trainee',
  'technical_expert',
  'observer',
  'guide',
] as const satisfies Schemas['TeamMemberView']['role'][];
