import { Injectable } from '@nestjs/common';
import { conflict, forbidden, invalid, isSame, notFound, shown, type Tx } from '#platform';
import { AuditChecklistService, requireSoundAnswer } from '../audit/audit-checklist.service.js';
import { AuditChecklistItem, AuditTeamMember } from '../audit/audit.entity.js';
import { AuditService } from '../audit/audit.service.js';
import { ChecklistAnswerConflict } from './answer-conflict.entity.js';
import type { AnswerConflictView, ResolveConflict, SendAnswer, SentAnswer } from './offline-checklist.dto.js';

const answerOf = ({ progress, result, grade, note }: Pick<SendAnswer, 'progress' | 'result' | 'grade' | 'note'>) => ({
  progress,
  result,
  grade,
  note,
});

/** Takes in answers that were given without a network, and never loses one. */
@Injectable()
export class AnswerSyncService {
  constructor(
    private readonly audits: AuditService,
    private readonly checklist: AuditChecklistService,
  ) {}

  /**
   * Writes the answer if the question is still at the version that was answered. Otherwise it is kept beside the one
   * that came first, unless both say the same.
   */
  async send(tx: Tx, auditId: string, itemId: string, sent: SendAnswer): Promise<SentAnswer> {
    const audit = await this.audits.hold(tx, auditId);
    await this.checklist.requireAnswering(tx, audit);
    const item = await tx.claim(AuditChecklistItem, itemId);
    if (item.auditId !== auditId) throw notFound();
    if (sent.baseVersion > item.version)
      throw invalid({ code: 'unknown-version', field: '/baseVersion', message: 'There is no such version yet.' });
    const answer = answerOf(sent);
    requireSoundAnswer(answer);
    if (JSON.stringify(answer) === JSON.stringify(answerOf(item)))
      return { outcome: 'same', item: shown(item), conflict: null };
    if (sent.baseVersion === item.version) {
      await tx.because('audit.answer');
      const written = await this.checklist.write(tx, item, answer, tx.actor.personId, sent.answeredOnDeviceAt);
      return { outcome: 'written', item: shown(written), conflict: null };
    }
    const kept = (await this.known(tx, item, sent)) ?? (await this.keep(tx, item, sent));
    return { outcome: 'conflict', item: shown(item), conflict: (await this.views(tx, [kept]))[0]! };
  }

  /** The answers of an audit that lost a race, decided or not. */
  async conflicts(tx: Tx, auditId: string): Promise<AnswerConflictView[]> {
    await this.audits.readable(tx, auditId);
    return this.views(tx, await tx.all(ChecklistAnswerConflict, { auditId }));
  }

  /** The lead decides which of two answers counts. 412 when the question was answered again since they looked. */
  async resolve(
    tx: Tx,
    auditId: string,
    conflictId: string,
    version: number,
    { resolution, reason, itemVersion }: ResolveConflict,
  ): Promise<AnswerConflictView> {
    const audit = await this.audits.hold(tx, auditId);
    await this.checklist.requireAnswering(tx, audit);
    const leads = await tx.all(AuditTeamMember, { auditId, role: 'lead' });
    if (!leads.some(({ personId, leftOn }) => leftOn === null && isSame(tx.actor, personId)))
      throw forbidden('Which answer counts is decided by the lead of the audit team', 'not-the-lead');
    const known = await tx.get(ChecklistAnswerConflict, conflictId);
    if (known.auditId !== auditId) throw notFound();
    // The question first, as when it is answered: two transactions never wait for each other.
    const item = await tx.claim(AuditChecklistItem, known.itemId, itemVersion);
    const lost = await tx.claim(ChecklistAnswerConflict, conflictId, version);
    if (lost.resolution) throw conflict('already-resolved', 'This is decided already.', '/resolution');
    await tx.because('audit.resolveConflict', reason);
    if (resolution === 'replaced')
      await this.checklist.write(tx, item, answerOf(lost), lost.answeredById, lost.answeredOnDeviceAt);
    const resolved = await tx.update(lost, {
      resolution,
      resolutionReason: reason,
      resolvedById: tx.actor.personId,
      resolvedAt: new Date().toISOString(),
    });
    return (await this.views(tx, [resolved]))[0]!;
  }

  /** The same answer that came before, however long ago: a device that heard nothing sends again. */
  private async known(tx: Tx, { id }: AuditChecklistItem, sent: SendAnswer): Promise<ChecklistAnswerConflict | null> {
    const earlier = await tx.all(ChecklistAnswerConflict, { itemId: id, answeredById: tx.actor.personId! });
    const moment = Date.parse(sent.answeredOnDeviceAt);
    const same = JSON.stringify(answerOf(sent));
    return (
      earlier.find((one) => Date.parse(one.answeredOnDeviceAt) === moment && JSON.stringify(answerOf(one)) === same) ??
      null
    );
  }

  private async keep(tx: Tx, item: AuditChecklistItem, sent: SendAnswer): Promise<ChecklistAnswerConflict> {
    await tx.because('audit.keepConflictingAnswer');
    return tx.insert(ChecklistAnswerConflict, {
      ...sent,
      auditId: item.auditId,
      disciplines: item.disciplines,
      siteId: item.siteId,
      itemId: item.id,
      answeredById: tx.actor.personId!,
      resolution: null,
      resolutionReason: null,
      resolvedById: null,
      resolvedAt: null,
    });
  }

  private async views(tx: Tx, conflicts: ChecklistAnswerConflict[]): Promise<AnswerConflictView[]> {
    const people = await tx.sql<{ id: string; name: string }>(
      'SELECT id, name FROM person WHERE org_id = $1 AND id = ANY ($2)',
      [tx.actor.orgId, conflicts.map(({ answeredById }) => answeredById)],
    );
    const names = new Map(people.map(({ id, name }) => [id, name]));
    return conflicts.map((one) => ({ ...shown(one), answeredByName: names.get(one.answeredById)! }));
  }
}
