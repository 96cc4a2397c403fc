import { Injectable } from '@nestjs/common';
import {
  dayFor,
  HistoryService,
  instantFor,
  type Report,
  type ReportBlock,
  type ReportLanguage,
  said,
} from '#evidence';
import { Organisation, Site, type Tx } from '#platform';
import { In } from 'typeorm';
import { Process } from '../process/process.entity.js';
import type { AuditReport } from './audit.dto.js';
import { Audit } from './audit.entity.js';
import { auditPaperTexts } from './audit-paper.texts.js';
import { AuditReportService } from './audit-report.service.js';

const issued = ['report_issued', 'follow_up', 'completed'];

/** The report of an audit on paper: what `AuditReportService` tells, in sections. */
@Injectable()
export class AuditPaperService {
  constructor(
    private readonly reports: AuditReportService,
    private readonly history: HistoryService,
  ) {}

  async of(tx: Tx, id: string, language: ReportLanguage): Promise<Report> {
    const report = await this.reports.of(tx, id);
    const { audit } = report;
    const organisation = await tx.get(Organisation, tx.actor.orgId);
    const site = audit.siteId ? await tx.find(Site, audit.siteId) : null;
    const processes = audit.processIds.length > 0 ? await tx.all(Process, { id: In(audit.processIds) }) : [];
    const [digest] = await this.history.digests(tx, Audit, [id]);
    const t = auditPaperTexts[language];
    const word = (key: string) => t.words[key] ?? key;
    const day = (value: string | null) => dayFor(language, value);
    const sections = [
      {
        title: t.scope,
        blocks: [
          ...said(t.objectives, audit.objectives),
          ...said(t.scopeText, audit.scopeText),
          ...said(t.otherCriteria, audit.otherCriteria),
        ],
      },
      {
        title: t.team,
        blocks: table(
          t.teamColumns,
          report.participants.map(({ name, role }) => [name, word(role)]),
        ),
      },
      {
        title: t.independence,
        blocks: table(
          t.independenceColumns,
          report.independence.map(({ auditor, justification, allowedBy }) => [auditor, justification, allowedBy]),
        ),
      },
      {
        title: t.checklist,
        blocks: table(
          t.checklistColumns,
          Object.entries(report.answers).map(([result, count]) => [word(result), String(count)]),
        ),
      },
      { title: t.findings, blocks: findings(report, t, word) },
      { title: t.conclusions, blocks: [...said('', audit.conclusions), ...said(t.diverging, audit.divergingOpinions)] },
      { title: t.uncovered, blocks: [...said('', audit.uncovered), { kind: 'text' as const, text: t.caveat }] },
      {
        title: t.signatures,
        blocks: [{ kind: 'signatures' as const, labels: t.signatureLabels, columns: t.signatureColumns }],
      },
    ];
    return {
      language,
      kind: t.kind,
      reference: audit.reference,
      title: audit.title,
      organisation: organisation.name,
      draft: issued.includes(audit.state) ? null : t.draft,
      landscape: false,
      facts: [
        [t.facts.kind, word(audit.kind)],
        [t.facts.state, word(audit.state)],
        [t.facts.editions, audit.editions.join(', ') || '—'],
        [t.facts.clauses, audit.clauses.map((clause) => clause.split(' / ')[1] ?? clause).join(', ') || '—'],
        [t.facts.period, `${day(audit.plannedFrom)} – ${day(audit.plannedTo)}`],
        [t.facts.site, site ? `${site.code} ${site.name}` : '—'],
        [t.facts.processes, processes.map(({ code, name }) => `${code} ${name}`).join(', ') || '—'],
        [t.facts.issued, day(audit.reportIssuedOn)],
      ],
      sections: sections.filter(({ blocks }) => blocks.length > 0),
      foot: t.foot(audit.version, instantFor(language, audit.updatedAt), digest?.digest ?? ''),
      page: t.page,
      at: audit.updatedAt,
      data: { ...report, audit: { ...audit, transitions: undefined }, digest },
    };
  }
}

const table = (titles: string[], rows: string[][], shares?: number[]): ReportBlock[] =>
  rows.length === 0
    ? []
    : [{ kind: 'table', columns: titles.map((title, index) => ({ title, share: shares?.[index] ?? 1 })), rows }];

/** All of them in a table, then each that is not a conformity in full: requirement, evidence and statement. */
function findings(
  report: AuditReport,
  t: (typeof auditPaperTexts)['en'],
  word: (key: string) => string,
): ReportBlock[] {
  if (report.findings.length === 0) return [{ kind: 'text', text: t.noFindings }];
  return [
    ...table(
      t.findingColumns,
      report.findings.map((finding) => [
        finding.reference,
        word(finding.class),
        finding.title,
        finding.clauses.map((clause) => clause.split(' / ')[1] ?? clause).join(', '),
        finding.nonconformity ?? '',
      ]),
      [1.3, 1.2, 4, 1.4, 1.5],
    ),
    ...report.findings
      .filter((finding) => finding.class !== 'conformity' && finding.statement)
      .flatMap((finding) => [
        ...said(`${finding.reference} · ${word(finding.class)}`, finding.statement),
        ...said(t.requirement, finding.requirement),
        ...said(t.evidence, finding.evidence),
      ]),
  ];
}
