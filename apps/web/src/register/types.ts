import type { ReactNode } from 'react';
import type { ListPath, RowOf } from '../api/api.js';
import type { Permission } from '../api/session.js';
import type { Search } from '../router.js';

/** One column of a register. */
export interface Column<R> {
  key: string;
  title: string;
  render(row: R): ReactNode;
  /** The field that the API sorts by. */
  sort?: string;
  /** CSS width; what has none shares the rest. */
  width?: number;
  /** Shown only when the person chooses it. */
  extra?: boolean;
  /** Shown without being chosen while the list is filtered so. */
  when?(search: Search): boolean;
  /** Where it stands on a phone's card; what has no place is left out there. */
  card?: 'badge' | 'line';
}

/** One named filter of the list, as the API takes it. */
export type Filter = {
  key: string;
  label: string;
  /** Needed by few: shown when somebody asks for more filters, or while it is set. */
  rare?: boolean;
} & (
  | { kind: 'choice'; choices: readonly string[]; texts: string }
  | { kind: 'switch' | 'person' | 'site' | 'process' | 'clause' | 'day' }
  /** Set by a link, such as a number of a figure, and never chosen here: shown in words while it is set. */
  | { kind: 'linked'; words(value: string): string }
);

/** Whose page this is and what makes it different from the others. */
export interface RegisterOptions<P extends ListPath> {
  /** The part of the address, and under which its views are kept: `nonconformities`. */
  page: string;
  path: P;
  recordType: string;
  title: string;
  /** What a row is called: number and words. */
  name(row: RowOf<P>): { reference: string | null; title: string };
  /** Records without numbers, such as people, are named by their title. */
  unnumbered?: true;
  columns: Column<RowOf<P>>[];
  filters: Filter[];
  /** Views that everybody has; the first is where one lands. */
  views: { key: string; label: string; search: Search }[];
  /** Filters of the general scope that this list knows. */
  scope: readonly ('siteId' | 'discipline')[];
  make?: { to: string; label: string; needs: Permission };
  /** One sentence for somebody who has none yet. */
  empty: string;
  /** States, left to right, when a board makes sense. */
  board?: { states: readonly string[]; texts: string };
  /** Fields that many records may get at once, by the operation `…/changes`. */
  many?: readonly ('ownerId' | 'dueOn')[];
  /** Prints the list as a report, with the filters of the list. */
  print?: string;
  /** More to show above the list. */
  actions?: ReactNode;
}

/** Names in the address that are ours and not the API's. */
export const ownKeys = ['layout'];

/** What the list is asked for: the address, and the scope where the address says nothing. */
export function listQuery(
  search: Search,
  scope: { siteId: string; discipline: string },
  known: readonly ('siteId' | 'discipline')[],
): Search {
  const query = Object.fromEntries(
    Object.entries(search).filter(([key, value]) => value !== '' && !ownKeys.includes(key)),
  );
  for (const key of known) if (scope[key] && !(key in query)) query[key] = scope[key];
  return query;
}
