import { isSame, type Rule, type Workflow } from '#platform';
import type { AuditProgramme, ProgrammeState } from './audit-programme.entity.js';

export interface ProgrammeFacts {
  /** Audits of the programme. */
  audits: number;
}
type ProgrammeRule = Rule<AuditProgramme, ProgrammeFacts>;

/** A programme has audits at all sites, so somebody of one site cannot approve it. */
const approves: ProgrammeRule = ({ actor, record }) =>
  actor.can('auditProgramme:approve', record) && actor.canEverywhere('auditProgramme:approve')
    ? undefined
    : { code: 'permission-missing', message: 'The programme is approved by the manager or top management.' };

const approverIsNotAuthor: ProgrammeRule = ({ actor, record }) =>
  isSame(actor, record.authorId)
    ? {
        code: 'approver-is-author',
        message: 'The programme is approved by someone other than its author.',
        field: '/authorId',
      }
    : undefined;

const notEmpty: ProgrammeRule = ({ facts }) =>
  facts.audits > 0 ? undefined : { code: 'no-audits', message: 'Plan at least one audit first.' };

export const programmeWorkflow = {
  approve: {
    from: ['draft'],
    to: 'approved',
    who: approves,
    separation: [approverIsNotAuthor],
    needs: ['objectives'],
    checks: [notEmpty],
    signs: 'programme_approved',
  },
  close: { from: ['approved'], to: 'closed', who: approves, reason: 'required' },
} satisfies Workflow<AuditProgramme, ProgrammeState, ProgrammeFacts>;
