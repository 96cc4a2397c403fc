import { disciplines } from '#platform';
import type { ClauseView, EditionView } from './standard.dto.js';
import {
  disciplineOfStandard,
  type Edition,
  editions,
  formatClause,
  predecessorsOf,
  successorsOf,
} from './standard.js';

/** `ISO 9001` as a part of an address: `iso-9001`. */
const slug = (standard: string): string => standard.toLowerCase().replace(' ', '-');

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

/** The clauses of an edition as a tree in the order of their numbers. */
function treeOf(edition: Edition): ClauseView[] {
  const views = new Map<string, ClauseView>();
  const roots: ClauseView[] = [];
  for (const { clause, title, mark, parent } of edition.clauses) {
    const reference = formatClause({ standard: edition.standard, edition: edition.edition, clause });
    const view: ClauseView = {
      reference,
      clause,
      title,
      // HS: in both under one number; hs: in both, numbered or named differently; Q and E: in one only.
      disciplines: mark.toUpperCase() === 'HS' ? [...disciplines] : [disciplineOfStandard(edition.standard)],
      common: mark === 'HS',
      successors: [...successorsOf(reference)],
      predecessors: [...predecessorsOf(reference)],
      children: [],
    };
    views.set(clause, view);
    (views.get(parent ?? '')?.children ?? roots).push(view);
  }
  return roots;
}

const trees = new Map(editions.map((edition) => [viewEdition(edition).path, treeOf(edition)]));

/** By the parts of its address, `iso-9001` and `2026`; undefined for an edition that is not known. */
export const findClauseTree = (standard: string, edition: string): ClauseView[] | undefined =>
  trees.get(`${standard}/${edition}`);
