import { Injectable } from '@nestjs/common';
import { conflict, findPage, forbidden, invalid, isSame, type Page, shown, type Tx } from '#platform';
import type { CompetenceQuery, CompetenceView, RecordCompetence } from './auditor-competence.dto.js';
import { AuditorCompetence } from './auditor-competence.entity.js';

/** Whether a competence counts on a day. */
export const isValidOn = (competence: AuditorCompetence, day: string): boolean =>
  competence.validFrom <= day &&
  (competence.validUntil === null || competence.validUntil >= day) &&
  (competence.revokedOn === null || competence.revokedOn > day);

@Injectable()
export class AuditorCompetenceService {
  async list(tx: Tx, query: CompetenceQuery): Promise<Page<CompetenceView>> {
    if (!tx.actor.can('audit:read')) throw forbidden();
    const page = await findPage(tx, AuditorCompetence, query, {
      words: ['qualification'],
      where: [query.personId && ['r.personId = :personId', { personId: query.personId }]],
    });
    return { ...page, items: page.items.map(shown) };
  }

  /** Nobody evaluates their own competence. */
  async record(tx: Tx, fields: RecordCompetence): Promise<AuditorCompetence> {
    if (!tx.actor.can('auditorCompetence:record'))
      throw forbidden('Competence is recorded by the manager or the lead auditor');
    if (isSame(tx.actor, fields.personId))
      throw forbidden('Nobody evaluates their own competence', 'evaluator-is-auditor');
    if (fields.validUntil && fields.validUntil < fields.validFrom)
      throw invalid({ code: 'not-later', field: '/validUntil', message: 'It ends before it begins.' });
    return tx.insert(AuditorCompetence, {
      ...fields,
      validUntil: fields.validUntil ?? null,
      evaluatedById: tx.actor.personId,
      revokedOn: null,
    });
  }

  async revoke(tx: Tx, id: string, version: number, reason: string): Promise<AuditorCompetence> {
    const competence = await tx.claim(AuditorCompetence, id, version);
    if (!tx.actor.can('auditorCompetence:record'))
      throw forbidden('Competence is recorded by the manager or the lead auditor');
    if (competence.revokedOn) throw conflict('revoked-already', 'It was revoked already.');
    await tx.because('auditorCompetence.revoke', reason);
    return tx.update(competence, { revokedOn: tx.today });
  }
}
