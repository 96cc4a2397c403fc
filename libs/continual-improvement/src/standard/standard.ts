import type { Discipline } from '#platform';
import data from './clauses.json' with { type: 'json' };

/** One clause of one edition: number and short title; never the text of a standard. */
export interface Clause {
  clause: string;
  title: string;
  parent: string | null;
  level: number;
  /** Whether both standards have it under this number. */
  mark: string;
  /** Numbers in the next edition. */
  successor?: string[];
}

export interface Edition {
  standard: string;
  edition: string;
  published: string;
  replaced_by?: string | null;
  amendment?: string | null;
  /** How sure the numbers and titles are; absent for well-known ones. */
  confidence?: string;
  clauses: Clause[];
}

/** Both editions of both standards, as bundled data. */
export const editions: readonly Edition[] = data.editions;

/** A clause in words: `ISO 9001:2026 / 8.7`. This is how it is stored and shown everywhere. */
export const clausePattern = /^ISO \d{4,5}:\d{4} \/ \d+(\.\d+)*$/;

export interface ClauseReference {
  standard: string;
  edition: string;
  clause: string;
}

export const formatClause = ({ standard, edition, clause }: ClauseReference): string =>
  `${standard}:${edition} / ${clause}`;

/** The parts of a reference; undefined when it is not written like one. Says nothing about whether it exists. */
export function parseClause(reference: string): ClauseReference | undefined {
  if (!clausePattern.test(reference)) return undefined;
  const [head, clause] = reference.split(' / ') as [string, string];
  const [standard, edition] = head.split(':') as [string, string];
  return { standard, edition, clause };
}

const known = new Map(
  editions.flatMap((edition) =>
    edition.clauses.map((clause) => [formatClause({ ...edition, clause: clause.clause }), clause] as const),
  ),
);
const successors = new Map<string, string[]>();
const predecessors = new Map<string, string[]>();
for (const edition of editions)
  for (const { clause, successor } of edition.clauses) {
    if (!edition.replaced_by) continue;
    const from = formatClause({ ...edition, clause });
    const to = (successor ?? []).map((next) =>
      formatClause({ standard: edition.standard, edition: edition.replaced_by!, clause: next }),
    );
    successors.set(from, to);
    for (const next of to) predecessors.set(next, [...(predecessors.get(next) ?? []), from]);
  }

/** A clause with those below it, in the order of the standard. */
export interface ClauseNode {
  /** Canonical form, such as `ISO 9001:2026 / 8.7`. */
  reference: string;
  clause: string;
  title: string;
  mark: string;
  children: ClauseNode[];
}

const keyOf = (standard: string, edition: string): string => `${standard}:${edition}`;

const trees = new Map(editions.map((edition) => [keyOf(edition.standard, edition.edition), buildTree(edition)]));

function buildTree(edition: Edition): readonly ClauseNode[] {
  const nodes = new Map<string, ClauseNode>();
  const top: ClauseNode[] = [];
  for (const { clause, title, mark, parent } of edition.clauses) {
    const node: ClauseNode = { reference: formatClause({ ...edition, clause }), clause, title, mark, children: [] };
    nodes.set(clause, node);
    (parent === null ? top : nodes.get(parent)!.children).push(node);
  }
  return top;
}

/** The top clauses of an edition with all below them; undefined for an unknown edition. */
export const clauseTree = (standard: string, edition: string): readonly ClauseNode[] | undefined =>
  trees.get(keyOf(standard, edition));

export const isKnownClause = (reference: string): boolean => known.has(reference);

export const clauseTitle = (reference: string): string | undefined => known.get(reference)?.title;

/** Which management system a standard is for. */
export const disciplineOfStandard = (standard: string): Discipline =>
  standard === 'ISO 9001' ? 'quality' : 'environment';

/** The standard that an edition such as `ISO 9001:2026`, or a clause of it, is one of: `ISO 9001`. */
export const standardOf = (edition: string): string => edition.split(':')[0]!;

/** Which management system a clause belongs to; throws RangeError for an unknown one, because rights hang on it. */
export function disciplineOf(reference: string): Discipline {
  if (!known.has(reference)) throw new RangeError(`There is no clause ${reference}.`);
  return disciplineOfStandard(parseClause(reference)!.standard);
}

/** Where a clause of the former edition went; empty for the current edition. */
export const successorsOf = (reference: string): readonly string[] => successors.get(reference) ?? [];

/** Where a clause of the current edition came from. */
export const predecessorsOf = (reference: string): readonly string[] => predecessors.get(reference) ?? [];

export const findEdition = (standard: string, edition: string): Edition | undefined =>
  editions.find((one) => one.standard === standard && one.edition === edition);
