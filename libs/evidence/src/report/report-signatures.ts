import type { SignatureMeaning } from '#platform';
import type { SignatureView } from '../signature/signature.dto.js';
import { instantFor } from './report-language.js';
import { listed, noted, type ReportBlock, type ReportLanguage } from './report.js';

const texts = {
  en: {
    columns: ['Signed electronically', 'Name', 'What it says', 'Since then'],
    version: (version: number) => `version ${version}`,
    same: 'unchanged',
    changed: 'changed since signed',
    damaged: 'the signed line of history is not the same',
  },
  de: {
    columns: ['Elektronisch unterschrieben', 'Name', 'Was sie besagt', 'Seither'],
    version: (version: number) => `Version ${version}`,
    same: 'unverändert',
    changed: 'seit der Unterschrift geändert',
    damaged: 'die unterschriebene Zeile der Historie ist nicht dieselbe',
  },
} satisfies Record<ReportLanguage, object>;

/** A place for a signature on paper, and the electronic ones that make it needless. */
export interface SignaturePlace {
  meaning: string;
  signedBy?: readonly SignatureMeaning[];
}

/**
 * The electronic signatures with the words that the signers were shown, then lines to sign on for what nobody signed
 * electronically. What became of the record since is told only of the present (`standing`).
 */
export function signatureBlocks(
  signatures: readonly SignatureView[],
  places: readonly SignaturePlace[],
  paper: { columns: string[]; language: ReportLanguage; standing: boolean },
): ReportBlock[] {
  const t = texts[paper.language];
  const signed = new Set(signatures.map(({ meaning }) => meaning));
  const rows = places.filter(({ signedBy = [] }) => !signedBy.some((meaning) => signed.has(meaning)));
  const since = ({ intact, changedSince }: SignatureView) => (!intact ? t.damaged : changedSince ? t.changed : t.same);
  return [
    ...listed(
      [[t.columns[0]!], [t.columns[1]!, 1.6], [t.columns[2]!, 4], [t.columns[3]!, 1.4]],
      signatures.map((one) => [
        instantFor(paper.language, one.createdAt),
        one.printedName,
        noted(one.sentence, `${t.version(one.recordVersion)} · ${one.digest.slice(0, 16)}…`),
        paper.standing ? since(one) : '',
      ]),
    ),
    ...(rows.length > 0
      ? [{ kind: 'signatures' as const, columns: paper.columns, rows: rows.map(({ meaning }) => [meaning]) }]
      : []),
  ];
}
