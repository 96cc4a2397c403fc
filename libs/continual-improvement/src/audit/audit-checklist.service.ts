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
        answeredOnDeviceAt: null,
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
    await this.requireAnswering(tx, audit);
    const item = await tx.claim(AuditChecklistItem, itemId, version);
    if (item.auditId !== auditId) throw notFound();
    requireSoundAnswer({ ...item, ...changes });
    await tx.because('audit.answer');
    return this.write(tx, item, changes, tx.actor.personId, null);
  }

  /** Puts a checked answer on a question; who gave it need not be who sends it. */
  write(
    tx: Tx,
    item: AuditChecklistItem,
    changes: AnswerItem,
    answeredById: string | null,
    answeredOnDeviceAt: string | null,
  ): Promise<AuditChecklistItem> {
    const open = (changes.progress ?? item.progress) === 'open';
    return tx.update(item, {
      ...changes,
      answeredById: open ? null : answeredById,
      answeredAt: open ? null : new Date().toISOString(),
      answeredOnDeviceAt: open ? null : answeredOnDeviceAt,
    });
  }

  /** 403 for anyone outside the team, 409 before and after the time on the spot. */
  async requireAnswering(tx: Tx, audit: Audit): Promise<void> {
    await this.requireTeam(tx, audit);
    if (!['in_progress', 'fieldwork_done', 'report_draft'].includes(audit.state))
      throw conflict('wrong-state', `Questions are answered during the audit; it is ${audit.state}.`);
  }

  /** 403 for anyone who does not audit here: observers and guides do not. */
  async requireTeam(tx: Tx, audit: Audit): Promise<void> {
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    const team = await tx.all(AuditTeamMember, { auditId: audit.id });
    if (
      !tx.actor.can('audit:conduct', audit) ||
      !team.some(
        (member) =>
          isSame(tx.actor, member.personId) && member.leftOn === null && !['observer', 'guide'].includes(member.role),
      )
    )
      throw forbidden('Questions are answered by the audit team', 'not-in-team');
  }
}

/** 422 for an answer that says too little or contradicts itself. */
export function requireSoundAnswer({
  progress,
  result,
  grade,
  note,
}: Pick<AuditChecklistItem, 'progress' | 'result' | 'grade' | 'note'>): void {
  if (progress === 'answered' && result === null)
    throw invalid({ code: 'missing', field: '/result', message: 'Say what the result is.' });
  if (progress === 'not_applicable' && !note)
    throw invalid({ code: 'missing', field: '/note', message: 'Say why it does not apply.' });
  if (progress !== 'answered' && (result !== null || grade !== null))
    throw invalid({ code: 'not-answered', field: '/result', message: 'Only an answer has a result.' });
  if (grade !== null && result !== 'nonconforming')
    throw invalid({ code: 'not-nonconforming', field: '/grade', message: 'Only what does not conform has a grade.' });
}
