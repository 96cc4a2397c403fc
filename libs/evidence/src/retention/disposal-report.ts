import { Organisation, type Tx } from '#platform';
import { dayFor, instantFor, numberFor } from '../report/report-language.js';
import { listed, type Report, type ReportLanguage, said, spoken } from '../report/report.js';
import type { DisposalCertificate } from './retention.dto.js';

const texts = {
  en: {
    kind: 'Certificate of disposal',
    title: (count: string) => `${count} records disposed of`,
    fact: {
      kind: 'Kind of record',
      rule: 'Rule',
      asked: 'Asked for by',
      decided: 'Decided by',
      at: 'Disposed of',
      erasure: 'Erasure',
    },
    rule: (years: string, starts: string) => `${years} years from ${starts}, version`,
    starts: { ended: 'the day of its end', end_of_year: 'the end of the year of its end' },
    records: 'Records',
    columns: ['Number', 'Ended on', 'Kept until', 'Id'],
    stays: 'What stays',
    staysText:
      'Numbers, states, days and the lines of the history, with the digests of the texts. The texts themselves, with the salts of their digests, and the contents of attachments are gone for good.',
    digests: 'Digests of the erased texts (SHA-256, base64url)',
    files: 'Erased contents of files (SHA-256)',
    comment: 'Comment',
    more: (count: string) => `and ${count} more, in the data embedded into this file`,
    foot: (at: string) => `Disposed of ${at}`,
    digest: 'Line of history',
    page: ['Page', 'of'] as [string, string],
  },
  de: {
    kind: 'Vernichtungsnachweis',
    title: (count: string) => `${count} Aufzeichnungen vernichtet`,
    fact: {
      kind: 'Art der Aufzeichnung',
      rule: 'Regel',
      asked: 'Beantragt von',
      decided: 'Entschieden von',
      at: 'Vernichtet',
      erasure: 'Löschung',
    },
    rule: (years: string, starts: string) => `${years} Jahre ab ${starts}, Version`,
    starts: { ended: 'dem Tag des Endes', end_of_year: 'dem Ende des Jahres, in dem sie endete' },
    records: 'Aufzeichnungen',
    columns: ['Nummer', 'Beendet am', 'Aufbewahrt bis', 'Id'],
    stays: 'Was bleibt',
    staysText:
      'Nummern, Zustände, Tage und die Zeilen der Historie mit den Prüfwerten der Texte. Die Texte selbst, mit dem Salz ihrer Prüfwerte, und die Inhalte der Anlagen sind endgültig fort.',
    digests: 'Prüfwerte der gelöschten Texte (SHA-256, base64url)',
    files: 'Gelöschte Inhalte von Dateien (SHA-256)',
    comment: 'Bemerkung',
    more: (count: string) => `und ${count} weitere, in den in diese Datei eingebetteten Daten`,
    foot: (at: string) => `Vernichtet ${at}`,
    digest: 'Zeile der Historie',
    page: ['Seite', 'von'] as [string, string],
  },
} satisfies Record<ReportLanguage, object>;

/** Digests that are printed; the others are in the data of the file. */
const printed = 400;

/** The certificate on paper. `kind` is the kind of the records in words. */
export async function disposalReport(
  tx: Tx,
  certificate: DisposalCertificate,
  kind: string,
  language: ReportLanguage,
): Promise<Report> {
  const t = texts[language];
  const { disposal, digests, fileDigests, digest } = certificate;
  const organisation = await tx.get(Organisation, tx.actor.orgId);
  const at = disposal.decidedAt!;
  const number = (count: number) => numberFor(language, count);
  const all = (title: string, items: string[]) => ({
    title: `${title}: ${number(items.length)}`,
    blocks:
      items.length === 0
        ? []
        : [
            { kind: 'list' as const, items: items.slice(0, printed) },
            ...said(undefined, items.length > printed ? t.more(number(items.length - printed)) : null),
          ],
  });
  return {
    language,
    kind: t.kind,
    reference: disposal.reference,
    title: t.title(number(disposal.records.length)),
    organisation: organisation.name,
    notices: [],
    landscape: false,
    facts: [
      [t.fact.kind, kind],
      [t.fact.rule, `${t.rule(number(disposal.years), t.starts[disposal.starts])} ${disposal.ruleVersion}`],
      [t.fact.asked, disposal.requestedByName],
      [t.fact.decided, disposal.decidedByName ?? ''],
      [t.fact.at, instantFor(language, at)],
      [t.fact.erasure, disposal.redactionReference ?? ''],
    ],
    sections: spoken([
      { title: t.comment, blocks: said(undefined, disposal.comment) },
      {
        title: t.records,
        blocks: listed(
          t.columns.map((title) => [title]),
          disposal.records.map(({ reference, endedOn, dueOn, recordId }) => [
            reference ?? '—',
            dayFor(language, endedOn),
            dayFor(language, dueOn),
            recordId,
          ]),
        ),
      },
      { title: t.stays, blocks: said(undefined, t.staysText) },
      all(t.digests, digests),
      all(t.files, fileDigests),
    ]),
    foot: t.foot(instantFor(language, at)),
    digest: { label: t.digest, value: digest },
    lines: [{ recordType: 'disposal', lines: [{ id: disposal.id, version: disposal.version, digest }] }],
    page: t.page,
    at,
    data: certificate,
  };
}
