import { Injectable } from '@nestjs/common';
import {
  dayFor,
  HistoryService,
  instantFor,
  type Report,
  type ReportLanguage,
  SignatureService,
  spoken,
} from '#evidence';
import { type Class, Organisation, type RecordEntity, Site, type Tx } from '#platform';
import { In } from 'typeorm';
import { Finding } from '../finding/finding.entity.js';
import { Process } from '../process/process.entity.js';
import { Audit, AuditChecklistItem, AuditTeamMember } from './audit.entity.js';
import { clauseNumbers, sectionsOf } from './audit-paper.sections.js';
import { auditPaperTexts } from './audit-paper.texts.js';
import { AuditReportService } from './audit-report.service.js';

const issued = ['report_issued', 'follow_up', 'completed'];
const stopped = ['postponed', 'cancelled'];

/** The report of an audit on paper: what `AuditReportService` tells, in sections. */
@Injectable()
export class AuditPaperService {
  constructor(
    private readonly reports: AuditReportService,
    private readonly history: HistoryService,
    private readonly signatures: SignatureService,
  ) {}

  async of(tx: Tx, id: string, language: ReportLanguage): Promise<Report> {
    const report = await this.reports.of(tx, id);
    const { audit } = report;
    const organisation = await tx.get(Organisation, tx.actor.orgId);
    const site = audit.siteId ? await tx.find(Site, audit.siteId) : null;
    const processes = audit.processIds.length > 0 ? await tx.all(Process, { id: In(audit.processIds) }) : [];
    const parts = {
      finding: await this.part(tx, Finding, await tx.all(Finding, { auditId: id })),
      audit_team_member: await this.part(tx, AuditTeamMember, await tx.all(AuditTeamMember, { auditId: id })),
      audit_checklist_item: await this.part(tx, AuditChecklistItem, await tx.all(AuditChecklistItem, { auditId: id })),
    };
    const signatures = await this.signatures.of(tx, 'audit', id);
    const at = [...Object.values(parts), ...signatures.map(({ createdAt }) => ({ at: createdAt }))].reduce(
      (last, part) => (part.at > last ? part.at : last),
      audit.updatedAt,
    );
    const [digest] = await this.history.digests(tx, Audit, [id]);
    const t = auditPaperTexts[language];
    const day = (value: string | null) => dayFor(language, value);
    const { transitions: _, ...record } = audit;
    return {
      language,
      kind: t.kind,
      reference: audit.reference,
      title: audit.title,
      organisation: organisation.name,
      notices: issued.includes(audit.state) ? [] : stopped.includes(audit.state) ? [t.stopped] : [t.draft],
      landscape: false,
      facts: [
        [t.fact.kind, `${t.auditKind[audit.kind]}, ${t.mode[audit.mode]}`],
        [t.fact.state, t.state[audit.state]],
        [t.fact.disciplines, audit.disciplines.map((discipline) => t.discipline[discipline]).join(', ')],
        [t.fact.editions, audit.editions.join('\n') || '—'],
        [t.fact.clauses, clauseNumbers(audit.clauses) || '—'],
        [t.fact.site, site ? `${site.code} ${site.name}` : '—'],
        [t.fact.processes, processes.map(({ code, name }) => `${code} ${name}`).join('\n') || '—'],
        [t.fact.planned, `${day(audit.plannedFrom)} – ${day(audit.plannedTo)}`],
        [t.fact.meetings, `${day(audit.openedOn)} / ${day(audit.closedOn)}`],
        [t.fact.issued, day(audit.reportIssuedOn)],
        ...(audit.externalRef ? [[t.fact.externalRef, audit.externalRef] as [string, string]] : []),
        ...(audit.externalScore !== null ? [[t.fact.score, String(audit.externalScore)] as [string, string]] : []),
      ],
      sections: spoken(sectionsOf(report, signatures, t, language)),
      foot: t.foot(audit.reference, audit.version, instantFor(language, at)),
      digest: { label: t.digest, value: digest?.digest ?? '' },
      lines: [
        { recordType: 'audit', lines: digest ? [digest] : [] },
        ...Object.entries(parts).map(([recordType, { digests }]) => ({ recordType, lines: digests })),
      ],
      page: t.page,
      at,
      data: {
        ...report,
        audit: record,
        signatures: signatures.map(({ intact: _intact, changes: _changes, changedSince: _since, ...one }) => one),
        digest,
        digests: Object.fromEntries(Object.entries(parts).map(([name, { digests }]) => [name, digests])),
      },
    };
  }

  /** When the newest of some records was written, and the digests of their lines of history. */
  private async part(tx: Tx, target: Class<RecordEntity>, records: readonly RecordEntity[]) {
    return {
      at: records.reduce((last, { updatedAt }) => (updatedAt > last ? updatedAt : last), ''),
      digests: await this.history.digests(
        tx,
        target,
        records.map(({ id }) => id),
      ),
    };
  }
}
