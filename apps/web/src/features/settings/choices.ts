import type { Schemas } from '../../api/api.js';

export const roles = [
  'employee',
  'action_owner',
  'process_owner',
  'internal_auditor',
  'lead_auditor',
  'quality_manager',
  'environmental_manager',
  'top_management',
  'external_auditor',
  'system_administrator',
] as const satisfies Schemas['RoleGrantView']['role'][];

export const keyPermissions = [
  'organisation:read',
  'nonconformity:read',
  'action:read',
  'audit:read',
  'complaint:read',
  'nonconformingOutput:read',
  'aspect:read',
  'environmentalReview:read',
  'file:add',
  'nonconformity:raise',
  'complaint:register',
  'nonconformingOutput:record',
  'history:read',
  'evidencePack:make',
  'evidencePack:read',
] as const satisfies Schemas['MakeApiKey']['permissions'];
