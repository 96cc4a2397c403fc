import { type Discipline, disciplines } from '#platform';
import type { ClauseView, EditionView } from './standard.dto.js';
import { type ClauseNode, clauseTree, type Edition, editions, predecessorsOf, successorsOf } from './standard.js';

/** `ISO 9001` as a part of an address: `iso-9001`. */
const slug = (standard: string): string => standard.toLowerCase().replace(' ', '-');

const disciplineOfStandard = (standard: string): Discipline => (standard === 'ISO 9001' ? 'quality' : 'environment');

export const viewEdition = (edition: Edition): EditionView => ({
  standard: edition.standard,
  edition: edition.edition,
  discipline: disciplineOfStandard(edition.standard),
  path: `${slug(edition.standard)}/${edition.edition}`,
  published: edition.published,
  replacedBy: edition.replaced_by ?? null,
  amendment: edition.amendment ?? null,
  confidence: edition.confidence ?? null,
});

const viewClause = ({ reference, clause, title, mark, children }: ClauseNode, own: Discipline): ClauseView => ({
  reference,
  clause,
  title,
  // HS: in both under one number; hs: in both, numbered or named differently; Q and E: in one only.
  disciplines: mark.toUpperCase() === 'HS' ? [...disciplines] : [own],
  common: mark === 'HS',
  successors: [...successorsOf(reference)],
  predecessors: [...predecessorsOf(reference)],
  children: children.map((child) => viewClause(child, own)),
});

/** By the parts of its address, `iso-9001` and `2026`; undefined for an edition that is not known. */
export function viewClauses(standard: string, year: string): ClauseView[] | undefined {
  const found = editions.find((edition) => slug(edition.standard) === standard && edition.edition === year);
  if (!found) return undefined;
  const own = disciplineOfStandard(found.standard);
  return clauseTree(found.standard, found.edition)?.map((node) => viewClause(node, own));
}
