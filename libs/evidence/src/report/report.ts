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
  /** Said across the head of every page while the record is not final. */
  draft: string | null;
  landscape: boolean;
  /** In two columns under the title. */
  facts: [label: string, value: string][];
  sections: ReportSection[];
  /** At the foot of every page. */
  foot: string;
  /** “Page 1 of 3” as its words: `Page`, `of`. */
  page: [page: string, of: string];
  /** The instant for which it holds, ISO 8601; the same input gives the same bytes. */
  at: string;
  /** The record as data, embedded into the file as `record.json`. */
  data: unknown;
}

export type ReportLanguage = 'en' | 'de';

export interface ReportSection {
  title: string;
  blocks: ReportBlock[];
}

export type ReportBlock =
  | { kind: 'text'; label?: string; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; columns: { title: string; share: number }[]; rows: string[][] }
  /** An SVG; `words` say what it shows. */
  | { kind: 'picture'; svg: string; words: string }
  /** Lines to sign on paper. */
  | { kind: 'signatures'; labels: string[]; columns: string[] };

/** A block of text, or nothing where there is none. */
export const said = (label: string, text: string | null | undefined): ReportBlock[] =>
  text ? [{ kind: 'text', label, text }] : [];
