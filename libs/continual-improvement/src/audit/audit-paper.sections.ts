import {
  dayFor,
  listed,
  noted,
  type ReportBlock,
  type ReportLanguage,
  type ReportSection,
  said,
  signatureBlocks,
  type SignatureView,
} from '#evidence';
import type { AuditReport } from './audit.dto.js';
import type { AuditPaperTexts } from './audit-paper.texts.js';

/** Clauses of both standards are few enough on paper to be told by their numbers where the editions stand above. */
const numbers = (clauses: readonly string[]) => clauses.map((clause) => clause.split(' / ')[1] ?? clause).join(', ');

/** What ISO 19011, 6.5 wants to be told, the conclusions first. Sections that say nothing are left out by whoever prints it. */
export function sectionsOf(
  report: AuditReport,
  signatures: readonly SignatureView[],
  t: AuditPaperTexts,
  language: ReportLanguage,
): ReportSection[] {
  const { audit } = report;
  const classes = Object.entries(t.class).map(([kind, word]) => ({
    word,
    count: report.findings.filter((finding) => finding.class === kind).length,
  }));
  return [
    {
      title: t.scope,
      blocks: [
        ...said(t.objectives, audit.objectives),
        ...said(t.scopeText, audit.scopeText),
        ...said(t.otherCriteria, audit.otherCriteria),
      ],
    },
    {
      title: t.conclusions,
      blocks: [...said(undefined, audit.conclusions), ...said(t.diverging, audit.divergingOpinions)],
    },
    {
      title: t.summary,
      blocks:
        report.findings.length === 0
          ? [{ kind: 'text', text: t.noFindings }]
          : listed(
              [
                [t.summaryColumns[0]!, 3],
                [t.summaryColumns[1]!, 5],
              ],
              classes.filter(({ count }) => count > 0).map(({ word, count }) => [word, String(count)]),
            ),
    },
    {
      title: t.checklist,
      blocks: listed(
        [
          [t.checklistColumns[0]!, 3],
          [t.checklistColumns[1]!, 5],
        ],
        Object.keys(t.answer)
          .filter((answer) => report.answers[answer])
          .map((answer) => [t.answer[answer] ?? answer, String(report.answers[answer])]),
      ),
    },
    { title: t.findings, blocks: findings(report, t, language) },
    { title: t.uncovered, blocks: [...said(undefined, audit.uncovered), ...said(undefined, t.caveat)] },
    {
      title: t.team,
      blocks: [
        ...listed(
          [
            [t.teamColumns[0]!, 3],
            [t.teamColumns[1]!, 5],
          ],
          report.participants.map(({ name, role }) => [name, t.role[role] ?? role]),
        ),
        ...said(t.opening, meeting(audit.openingAttendees, audit.openingNotes)),
        ...said(t.closing, meeting(audit.closingAttendees, audit.closingNotes)),
      ],
    },
    {
      title: t.independence,
      blocks: listed(
        [
          [t.independenceColumns[0]!, 2],
          [t.independenceColumns[1]!, 4],
          [t.independenceColumns[2]!, 2],
        ],
        report.independence.map(({ auditor, justification, allowedBy }) => [auditor, justification, allowedBy]),
      ),
    },
    { title: t.exceptions, blocks: audit.flags.length > 0 ? [{ kind: 'list', items: audit.flags }] : [] },
    {
      title: t.signatures,
      blocks: signatureBlocks(
        signatures,
        [{ meaning: t.signature[0]!, signedBy: ['report_issued'] }, { meaning: t.signature[1]! }],
        { columns: t.signatureColumns, language, standing: true },
      ),
    },
    {
      title: t.distribution,
      blocks: [{ kind: 'signatures', columns: t.distributionColumns, rows: [['1'], ['2'], ['3']] }],
    },
  ];
}

const meeting = (attendees: string[] | null, notes: string | null): string =>
  [attendees?.join(', '), notes].filter(Boolean).join('\n');

/** All of them in a table, the worst first, each with its requirement, evidence and statement. */
function findings({ findings }: AuditReport, t: AuditPaperTexts, language: ReportLanguage): ReportBlock[] {
  const order = Object.keys(t.class);
  const worstFirst = findings.toSorted((one, other) => order.indexOf(one.class) - order.indexOf(other.class));
  const part = (label: string, text: string | null) => text && `${label}: ${text}`;
  return listed(
    [
      [t.findingColumns[0]!],
      [t.findingColumns[1]!, 1.9],
      [t.findingColumns[2]!, 5],
      [t.findingColumns[3]!, 1.2],
      [t.findingColumns[4]!],
    ],
    worstFirst.map((finding) => [
      finding.reference,
      t.class[finding.class] ?? finding.class,
      noted(
        finding.title,
        part(t.requirement, finding.requirement),
        part(t.evidence, finding.evidence),
        part(t.statement, finding.statement),
        part(t.disposition, finding.disposition),
        finding.correctedOn && t.corrected(dayFor(language, finding.correctedOn)),
      ),
      numbers(finding.clauses),
      finding.nonconformity ?? '',
    ]),
  );
}

/** The clauses that were looked at, by number. */
export const clauseNumbers = numbers;
