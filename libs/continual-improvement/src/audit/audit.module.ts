import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { AuditChecklistService } from './audit-checklist.service.js';
import { AuditFactsService } from './audit-facts.service.js';
import { AuditPaperService } from './audit-paper.service.js';
import { AuditReportService } from './audit-report.service.js';
import { AuditController } from './audit.controller.js';
import { Audit, AuditChecklistItem, AuditTeamMember } from './audit.entity.js';
import { AuditService, auditWords } from './audit.service.js';
import { auditWork } from './audit.work.js';
import { Finding } from '../finding/finding.entity.js';
import { ChecklistAnswerConflict } from '../offline-checklist/answer-conflict.entity.js';

/** What the report says of a finding; what becomes of it comes later. */
const reported = [
  'class',
  'clauses',
  'title',
  'requirement',
  'evidence',
  'statement',
  'foundOn',
] as const satisfies (keyof Finding)[];

@Module({
  imports: [TypeOrmModule.forFeature([Audit, AuditTeamMember, AuditChecklistItem])],
  controllers: [AuditController],
  providers: [AuditService, AuditFactsService, AuditChecklistService, AuditReportService, AuditPaperService],
  exports: [AuditService, AuditFactsService, AuditChecklistService, AuditReportService],
})
export class AuditModule {
  constructor(types: RecordTypes) {
    // Both have histories and files of their own; into packs they follow their audit, as parts of it.
    types.register<AuditTeamMember>({
      name: 'audit_team_member',
      path: 'audit-team-members',
      title: 'Member of an audit team',
      titles: 'Members of audit teams',
      entity: AuditTeamMember,
      mayRead: (actor, member) => actor.can('audit:read', member),
      label: (member) => member.role,
      scope: {},
      inPacks: false,
    });
    types.register<AuditChecklistItem>({
      name: 'audit_checklist_item',
      path: 'audit-checklist-items',
      title: 'Answer to a checklist',
      titles: 'Answers to checklists',
      entity: AuditChecklistItem,
      mayRead: (actor, item) => actor.can('audit:read', item),
      label: (item) => item.question,
      scope: {},
      inPacks: false,
    });
    types.register<Audit>({
      name: 'audit',
      path: 'audits',
      title: 'Audit',
      titles: 'Audits',
      entity: Audit,
      mayRead: (actor, audit) => actor.can('audit:read', audit),
      label: (audit) => `${audit.reference} ${audit.title}`,
      endedOn: `CASE WHEN r.state IN ('completed', 'cancelled') THEN coalesce(r.report_issued_on, r.closed_on, r.planned_to) END`,
      scope: { day: 'planned_from', disciplines: 'disciplines', clauses: 'clauses', site: 'site_id', audit: 'id' },
      listed: { reference: 'r.reference', title: 'r.title', state: 'r.state', read: 'audit:read', words: auditWords },
      work: auditWork,
      parts: [
        { entity: AuditTeamMember, title: 'Member of the team', titles: 'Audit teams', of: 'audit_id' },
        { entity: AuditChecklistItem, title: 'Checklist item', titles: 'Checklist items', of: 'audit_id' },
        { entity: ChecklistAnswerConflict, title: 'Conflicting answer', titles: 'Conflicting answers', of: 'audit_id' },
      ],
      signedWith: [
        { entity: AuditTeamMember, of: 'audit_id' },
        { entity: AuditChecklistItem, of: 'audit_id' },
        { entity: ChecklistAnswerConflict, of: 'audit_id' },
        { entity: Finding, of: 'audit_id', fields: reported },
      ],
    });
  }
}
