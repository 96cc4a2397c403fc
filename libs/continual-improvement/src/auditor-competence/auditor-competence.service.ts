import { Injectable } from '@nestjs/common';
import { HistoryService } from '#evidence';
import {
  type Actor,
  conflict,
  type Discipline,
  findPage,
  forbidden,
  invalid,
  isSame,
  notFound,
  type Page,
  shown,
  type Tx,
} from '#platform';
import { requireKnownEditions } from '../standard/clause-check.js';
import { disciplineOfStandard, editions, standardOf } from '../standard/standard.js';
import type { CompetenceQuery, CompetenceView, RecordCompetence } from './auditor-competence.dto.js';
import { AuditorCompetence } from './auditor-competence.entity.js';

/** Whether a competence counts on a day. */
export const isValidOn = (competence: AuditorCompetence, day: string): boolean =>
  competence.validFrom <= day &&
  (competence.validUntil === null || competence.validUntil >= day) &&
  (competence.revokedOn === null || competence.revokedOn > day);

const disciplinesOf = (competence: Pick<AuditorCompetence, 'editions'>): Discipline[] => [
  ...new Set(competence.editions.map((edition) => disciplineOfStandard(standardOf(edition)))),
];

/** Its discipline is that of the standards it is for. */
export const mayRead = (actor: Actor, competence: AuditorCompetence): boolean =>
  actor.can('audit:read', { disciplines: disciplinesOf(competence) });

@Injectable()
export class AuditorCompetenceService {
  constructor(private readonly history: HistoryService) {}

  async list(tx: Tx, query: CompetenceQuery): Promise<Page<CompetenceView>> {
    if (!tx.actor.can('audit:read')) throw forbidden();
    const mine = tx.actor.disciplinesFor('audit:read');
    const readable = editions
      .filter(({ standard }) => mine.includes(disciplineOfStandard(standard)))
      .map(({ standard, edition }) => `${standard}:${edition}`);
    const page = await findPage(tx, AuditorCompetence, query, {
      words: ['qualification'],
      where: [
        ['r.editions && :readable::varchar[]', { readable }],
        query.personId && ['r.personId = :personId', { personId: query.personId }],
      ],
    });
    return { ...page, items: page.items.map(shown) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<AuditorCompetence> {
    const competence = await this.history.read(tx, AuditorCompetence, id, asOf);
    if (!mayRead(tx.actor, competence)) throw notFound();
    return competence;
  }

  /** Nobody evaluates their own competence. */
  async record(tx: Tx, fields: RecordCompetence): Promise<AuditorCompetence> {
    requireKnownEditions(fields.editions);
    if (!tx.actor.can('auditorCompetence:record', { disciplines: disciplinesOf(fields) }))
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
    if (!mayRead(tx.actor, competence)) throw notFound();
    if (!tx.actor.can('auditorCompetence:record', { disciplines: disciplinesOf(competence) }))
      throw forbidden('Competence is recorded by the manager or the lead auditor');
    if (competence.revokedOn) throw conflict('revoked-already', 'It was revoked already.');
    await tx.because('auditorCompetence.revoke', reason);
    return tx.update(competence, { revokedOn: tx.today });
  }
}
