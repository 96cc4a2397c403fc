import { type Discipline, invalid } from '#platform';
import type { Audit } from '../audit/audit.entity.js';
import { disciplineOf } from '../standard/standard.js';
import type { RecordFinding } from './finding.dto.js';

/** What a finding is about: its clauses say so, else its audit. It never leaves the sight of who audits. */
export function disciplinesFor(audit: Pick<Audit, 'disciplines'>, clauses: readonly string[]): Discipline[] {
  const cited = [...new Set(clauses.map(disciplineOf))];
  return cited.some((discipline) => audit.disciplines.includes(discipline))
    ? cited
    : [...new Set([...audit.disciplines, ...cited])];
}

/** A draft with what was told and, where that is silent, what the audit says: its site, and its process if it has one. */
export const newFinding = (audit: Audit, fields: Omit<RecordFinding, 'auditId' | 'foundOn'> & { foundOn: string }) => ({
  checklistItemId: null,
  processId: audit.processIds.length === 1 ? audit.processIds[0]! : null,
  clauses: [],
  requirement: null,
  evidence: null,
  statement: null,
  correctedOn: null,
  externalRef: null,
  ...fields,
  auditId: audit.id,
  disciplines: fields.disciplines ?? disciplinesFor(audit, fields.clauses ?? []),
  siteId: audit.siteId ?? fields.siteId ?? null,
  state: 'draft' as const,
  disposition: null,
  nonconformityId: null,
});

/** 422 for a finding at another site than its audit; an audit of several sites has none of its own. */
export function requireSiteOf(
  audit: Pick<Audit, 'siteId'>,
  siteId: string | null | undefined,
  field = '/siteId',
): void {
  if (siteId && audit.siteId && siteId !== audit.siteId)
    throw invalid({ code: 'other-site', field, message: 'The audit is at another site.' });
}

/** 422 for a day to come. */
export function requireFound(foundOn: string | undefined, today: string, field = '/foundOn'): void {
  if (foundOn && foundOn > today)
    throw invalid({ code: 'in-the-future', field, message: 'It cannot have been found in the future.' });
}
