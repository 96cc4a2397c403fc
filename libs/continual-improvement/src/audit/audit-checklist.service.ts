import { Injectable } from '@nestjs/common';
import { conflict, forbidden, invalid, isSame, notFound, type Tx } from '#platform';
import { ChecklistVersion } from '../checklist-template/checklist-template.entity.js';
import type { AnswerItem, TakeChecklist } from './audit.dto.js';
import { Audit, AuditChecklistItem, AuditTeamMember } from './audit.entity.js';
import { AuditService } from './audit.service.js';

@Injectable()
export class AuditChecklistService {
  constructor(private readonly audits: AuditService) {}

  async items(tx: Tx, auditId: string): Promise<AuditChecklistItem[]> {
    const audit = await tx.get(Audit, auditId);
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    return (await tx.all(AuditChecklistItem, { auditId })).toSorted((a, b) => a.position - b.position);
  }

  /** Copies the questions of a published version into the audit, where they stay as they are. */
  async take(tx: Tx, auditId: string, { templateId, number }: TakeChecklist): Promise<AuditChecklistItem[]> {
    const audit = await this.audits.claim(tx, auditId);
    await this.audits.requireConducting(tx, audit);
    if (!['planned', 'prepared', 'postponed', 'in_progress'].includes(audit.state))
      throw conflict('wrong-state', `Questions are added before the fieldwork ends; the audit is ${audit.state}.`);
    const [version] = await tx.all(ChecklistVersion, { templateId, number });
    if (!version)
      throw invalid({
        code: 'unknown-reference',
        field: '/number',
        message: 'There is no such version of this checklist.',
      });
    const present = await tx.all(AuditChecklistItem, { auditId });
    if (present.some((item) => item.templateId === templateId))
      throw conflict('already-exists', 'The audit has this checklist already.', '/templateId');
    await tx.because('audit.takeChecklist');
    return tx.insertMany(
      AuditChecklistItem,
      version.questions.map(({ key, question, guidance, clauses }, index) => ({
        auditId,
        disciplines: audit.disciplines,
        siteId: audit.siteId,
        templateId,
        templateVersion: number,
        position: present.length + index + 1,
        questionKey: key,
        question,
        guidance,
        clauses,
        progress: 'open' as const,
        result: null,
        grade: null,
        note: null,
        answeredById: null,
        answeredAt: null,
      })),
    );
  }

  /** Only by the team, while it is on the spot. What does not apply needs a note. */
  async answer(
    tx: Tx,
    auditId: string,
    itemId: string,
    version: number,
    changes: AnswerItem,
  ): Promise<AuditChecklistItem> {
    const audit = await this.audits.hold(tx, auditId);
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    const item = await tx.claim(AuditChecklistItem, itemId, version);
    if (item.auditId !== auditId) throw notFound();
    const team = await tx.all(AuditTeamMember, { auditId });
    if (
      !tx.actor.can('audit:conduct', audit) ||
      !team.some(
        (member) =>
          isSame(tx.actor, member.personId) && member.leftOn === null && !['observer', 'guide'].includes(member.role),
      )
    )
      throw forbidden('Questions are answered by the audit team', 'not-in-team');
    if (!['in_progress', 'fieldwork_done', 'report_draft'].includes(audit.state))
      throw conflict('wrong-state', `Questions are answered during the audit; it is ${audit.state}.`);
    const after = { ...item, ...changes };
    if (after.progress === 'answered' && after.result === null)
      throw invalid({ code: 'missing', field: '/result', message: 'Say what the result is.' });
    if (after.progress === 'not_applicable' && !after.note)
      throw invalid({ code: 'missing', field: '/note', message: 'Say why it does not apply.' });
    if (after.progress !== 'answered' && (after.result !== null || after.grade !== null))
      throw invalid({ code: 'not-answered', field: '/result', message: 'Only an answer has a result.' });
    if (after.grade !== null && after.result !== 'nonconforming')
      throw invalid({ code: 'not-nonconforming', field: '/grade', message: 'Only what does not conform has a grade.' });
    await tx.because('audit.answer');
    return tx.update(item, {
      ...changes,
      answeredById: after.progress === 'open' ? null : tx.actor.personId,
      answeredAt: after.progress === 'open' ? null : new Date().toISOString(),
    });
  }
}
