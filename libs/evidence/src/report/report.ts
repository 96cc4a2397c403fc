import type { ToldLines } from '../seal/checkpoint-over.js';

/** A report as plain data: what it says, not how it looks. One template sets all of them. */
export interface Report {
  /** `en` or `de`: hyphenation and the language of the file. */
  language: ReportLanguage;
  /** The kind, at the top of every page: “Nonconformity report”. */
  kind: string;
  /** The number, at the top of every page. */
  reference: string;
  title: string;
  organisation: string;
  /** Said at the head of every page while the record is not final, or when it is shown as it once stood. */
  notices: string[];
  landscape: boolean;
  /** In two columns under the title. */
  facts: [label: string, value: string][];
  sections: ReportSection[];
  /** At the foot of every page. */
  foot: string;
  /** SHA-256 in hex at the foot of every page, and what it is of. */
  digest: { label: string; value: string };
  /** Lines of history that it tells of: a checkpoint over them is printed at the foot of every page. */
  lines: readonly ToldLines[];
  /** “Page 1 of 3” as its words: `Page`, `of`. */
  page: [page: string, of: string];
  /** The last change of what is told, ISO 8601: the date of the file. The same input gives the same bytes. */
  at: string;
  /** The record as data, embedded into the file as `record.json`. */
  data: unknown;
}

/** A report with the checkpoint that it carries; null while its lines are not sealed. */
export interface PrintedReport extends Omit<Report, 'lines'> {
  checkpoint: { label: string; value: string } | null;
}

export type ReportLanguage = 'en' | 'de';

export interface ReportSection {
  title: string;
  blocks: ReportBlock[];
}

export type ReportBlock =
  | { kind: 'text'; label?: string; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; columns: ReportColumn[]; rows: ReportCell[][] }
  | { kind: 'tree'; nodes: ReportNode[] }
  /** An SVG; `words` say what it shows. */
  | { kind: 'picture'; svg: string; words: string }
  /** Lines to write on: the first cell of a row is printed, so are others that are not empty. */
  | { kind: 'signatures'; columns: string[]; rows: string[][] };

export interface ReportColumn {
  title: string;
  /** The part of the width that it takes, by comparison; without, it is as wide as its widest cell. */
  share?: number;
}

/** Notes stand under the text, smaller; a strong text is what the eye looks for in its column. */
export type ReportCell = string | { text: string; notes: string[]; strong: boolean };

/** A statement of a tree, in the order in which it is read. */
export interface ReportNode {
  /** 0 for the trunk. */
  depth: number;
  text: string;
  /** What kind of statement it is, where that matters: framed and said. */
  mark: string | null;
  notes: string[];
}

/** A block of text, or nothing where there is none. */
export const said = (label: string | undefined, text: string | null | undefined): ReportBlock[] =>
  text ? [{ kind: 'text', ...(label && { label }), text }] : [];

/** A table, or nothing for no rows. A column is its title, and the share of the width that it takes unless its widest cell decides. */
export const listed = (columns: readonly [title: string, share?: number][], rows: ReportCell[][]): ReportBlock[] =>
  rows.length === 0
    ? []
    : [{ kind: 'table', columns: columns.map(([title, share]) => ({ title, ...(share && { share }) })), rows }];

/** A text with what belongs to it under it. */
export const noted = (text: string, ...notes: (string | null | false | undefined)[]): ReportCell => ({
  text,
  notes: notes.flatMap((note) => note || []),
  strong: false,
});

/** A text for the eye to find. */
export const strong = (text: string, ...notes: (string | null | false | undefined)[]): ReportCell => ({
  text,
  notes: notes.flatMap((note) => note || []),
  strong: true,
});

/** The sections that say something. */
export const spoken = (sections: ReportSection[]): ReportSection[] =>
  sections.filter(({ blocks }) => blocks.length > 0);
