import { Injectable } from '@nestjs/common';
import { findPage, forbidden, invalid, notFound, type Page, readable, shown, type Tx } from '#platform';
import { requireKnownClauses, requireKnownEditions } from '../standard/clause-check.js';
import type {
  ChecklistQuery,
  ChecklistTemplateView,
  MakeChecklist,
  PublishChecklist,
} from './checklist-template.dto.js';
import { ChecklistTemplate, ChecklistVersion, type Question } from './checklist-template.entity.js';

/** In what a list looks for words. */
export const checklistWords = ['code', 'title'];

@Injectable()
export class ChecklistTemplateService {
  async list(tx: Tx, query: ChecklistQuery): Promise<Page<ChecklistTemplateView>> {
    const page = await findPage(tx, ChecklistTemplate, query, {
      sort: ['code', 'title'],
      words: checklistWords,
      where: [
        readable(tx.actor, 'audit:read', undefined, false),
        query.edition && ['r.editions @> ARRAY[:edition]::varchar[]', { edition: query.edition }],
      ],
    });
    return { ...page, items: page.items.map(shown) };
  }

  async get(tx: Tx, id: string): Promise<ChecklistTemplate> {
    const template = await tx.get(ChecklistTemplate, id);
    if (!tx.actor.can('audit:read', template)) throw notFound();
    return template;
  }

  async make(tx: Tx, fields: MakeChecklist): Promise<ChecklistTemplate> {
    if (!tx.actor.can('checklist:manage', fields))
      throw forbidden('Checklists are made by the manager or the lead auditor');
    requireKnownEditions(fields.editions);
    return tx.insert(ChecklistTemplate, { editions: [], ...fields });
  }

  async versions(tx: Tx, id: string): Promise<ChecklistVersion[]> {
    await this.get(tx, id);
    return tx.all(ChecklistVersion, { templateId: id });
  }

  /** Publishes the next version; the ones before stay as they are. */
  async publish(tx: Tx, id: string, { questions }: PublishChecklist): Promise<ChecklistVersion> {
    const template = await tx.claim(ChecklistTemplate, id);
    if (!tx.actor.can('audit:read', template)) throw notFound();
    if (!tx.actor.can('checklist:manage', template))
      throw forbidden('Checklists are published by the manager or the lead auditor');
    const keys = questions.map(({ key }) => key);
    const repeated = keys.flatMap((key, index) =>
      keys.indexOf(key) === index
        ? []
        : [{ code: 'duplicate-key', field: `/questions/${index}/key`, message: 'Each key stands once.' }],
    );
    if (repeated.length > 0) throw invalid(...repeated);
    questions.forEach(({ clauses }, index) => requireKnownClauses(clauses, `/questions/${index}/clauses`));
    requireOwnEditions(template, questions);
    const versions = await tx.all(ChecklistVersion, { templateId: id });
    await tx.because('checklist.publish');
    return tx.insert(ChecklistVersion, {
      templateId: id,
      number: versions.length + 1,
      questions,
      publishedById: tx.actor.personId,
      publishedAt: new Date().toISOString(),
    });
  }
}

/** A checklist that names its editions asks about no other. */
function requireOwnEditions({ editions }: ChecklistTemplate, questions: readonly Question[]): void {
  const foreign = questions.flatMap(({ clauses }, index) =>
    clauses.flatMap((clause, position) =>
      editions.length === 0 || editions.some((edition) => clause.startsWith(`${edition} /`))
        ? []
        : [
            {
              code: 'other-edition',
              field: `/questions/${index}/clauses/${position}`,
              message: `The checklist is about ${editions.join(' and ')}.`,
            },
          ],
    ),
  );
  if (foreign.length > 0) throw invalid(...foreign);
}
