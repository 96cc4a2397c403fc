import { type Discipline, disciplines } from '../database/record.entity.js';

/** Everything that a person or an integration may be allowed to do: `<what>:<verb>`. */
export const permissions = [
  'organisation:read',
  'organisation:manage',
  'person:manage',
  'apiKey:manage',
  'process:manage',
  'history:read',
  'file:add',
  'attachment:void',
  'nonconformity:read',
  'nonconformity:raise',
  'nonconformity:triage',
  'nonconformity:handle',
  'nonconformity:accept',
  'nonconformity:acceptCritical',
  'nonconformity:decideAudit',
  'nonconformity:verify',
  'nonconformity:close',
  'nonconformity:reopen',
  'action:read',
  'action:plan',
  'action:perform',
  'action:accept',
  'audit:read',
  'auditProgramme:draft',
  'auditProgramme:approve',
  'audit:plan',
  'audit:conduct',
  'audit:override',
  'auditorCompetence:record',
  'checklist:manage',
  'complaint:read',
  'complaint:register',
  'complaint:assess',
  'complaint:close',
  'nonconformingOutput:read',
  'nonconformingOutput:record',
  'nonconformingOutput:decide',
  'nonconformingOutput:concede',
  'aspect:read',
  'aspect:manage',
  'aspect:assess',
  'significanceMethod:draft',
  'significanceMethod:approve',
  'environmentalReview:read',
  'environmentalReview:conduct',
  'environmentalReview:approve',
  'evidencePack:make',
  'evidencePack:read',
  'redaction:read',
  'redaction:request',
  'redaction:decide',
  'legalHold:read',
  'legalHold:manage',
  'retention:read',
  'retention:manage',
] as const;
export type Permission = (typeof permissions)[number];

const reading: Permission[] = [
  'organisation:read',
  'nonconformity:read',
  'action:read',
  'audit:read',
  'complaint:read',
  'nonconformingOutput:read',
  'aspect:read',
  'environmentalReview:read',
];
/** Erasing, keeping and disposing take two people; each may be either of them. */
const keeping: Permission[] = [
  'redaction:read',
  'redaction:request',
  'redaction:decide',
  'legalHold:read',
  'legalHold:manage',
  'retention:read',
  'retention:manage',
];
const everyone: Permission[] = [
  ...reading,
  'file:add',
  'nonconformity:raise',
  'action:perform',
  'nonconformity:handle',
  'complaint:register',
  'nonconformingOutput:record',
];
const manager: Permission[] = [
  ...everyone,
  'history:read',
  'process:manage',
  'nonconformity:triage',
  'nonconformity:accept',
  'nonconformity:verify',
  'nonconformity:close',
  'nonconformity:reopen',
  'action:plan',
  'action:accept',
  'auditProgramme:approve',
  'checklist:manage',
  'auditorCompetence:record',
  'audit:override',
  'attachment:void',
  'evidencePack:make',
  'evidencePack:read',
  ...keeping,
];

/**
 * Who may do what, on one page (domain: roles and permissions). A grant gives one role for some disciplines and sites;
 * which record it is about decides the rest in the policies. Administrators have no business permission.
 */
export const roles = {
  employee: everyone,
  action_owner: everyone,
  process_owner: [...everyone, 'history:read', 'action:plan', 'aspect:manage', 'nonconformity:verify'],
  internal_auditor: [...everyone, 'history:read', 'audit:conduct', 'nonconformity:verify'],
  lead_auditor: [
    ...everyone,
    'history:read',
    'audit:conduct',
    'audit:plan',
    'auditProgramme:draft',
    'checklist:manage',
    'audit:override',
    'auditorCompetence:record',
    'nonconformity:decideAudit',
    'nonconformity:verify',
    'attachment:void',
    'evidencePack:make',
    'evidencePack:read',
  ],
  quality_manager: [
    ...manager,
    'complaint:assess',
    'complaint:close',
    'nonconformingOutput:decide',
    'nonconformingOutput:concede',
  ],
  environmental_manager: [
    ...manager,
    'aspect:manage',
    'aspect:assess',
    'significanceMethod:draft',
    'significanceMethod:approve',
    'environmentalReview:conduct',
    'environmentalReview:approve',
  ],
  top_management: [
    ...everyone,
    'history:read',
    'nonconformity:acceptCritical',
    'auditProgramme:approve',
    'significanceMethod:approve',
    'environmentalReview:approve',
    'nonconformingOutput:concede',
    'evidencePack:make',
    'evidencePack:read',
    ...keeping,
  ],
  external_auditor: [...reading, 'history:read', 'evidencePack:make', 'evidencePack:read'],
  integration: [
    ...reading,
    'file:add',
    'nonconformity:raise',
    'complaint:register',
    'nonconformingOutput:record',
    'history:read',
    'evidencePack:make',
    'evidencePack:read',
  ],
  system_administrator: ['organisation:read', 'organisation:manage', 'person:manage', 'apiKey:manage'],
} satisfies Record<string, Permission[]>;
export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as Role[];

/** What a role may besides, in a discipline that is not its own: the quality manager reads the register of aspects. */
export const rightsElsewhere: Partial<Record<Role, { permissions: Permission[]; disciplines: Discipline[] }>> = {
  quality_manager: { permissions: ['aspect:read'], disciplines: ['environment'] },
};

/** The discipline that a role always has, whatever the grant says. */
export const disciplinesOfRole = (role: Role, given: readonly Discipline[]): readonly Discipline[] =>
  role === 'quality_manager'
    ? ['quality']
    : role === 'environmental_manager'
      ? ['environment']
      : role === 'system_administrator'
        ? disciplines
        : given;
