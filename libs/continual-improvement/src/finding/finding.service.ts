import { Injectable } from '@nestjs/common';
import { HistoryService } from '#evidence';
import {
  conflict,
  decide,
  findPage,
  forbidden,
  invalid,
  notFound,
  type Page,
  type PerformTransition,
  readable,
  shown,
  transitionsOf,
  type Tx,
} from '#platform';
import { Audit, AuditChecklistItem, AuditTeamMember, isByUs } from '../audit/audit.entity.js';
import { AuditService } from '../audit/audit.service.js';
import { NonconformityService } from '../nonconformity/nonconformity.service.js';
import { requireKnownClauses } from '../standard/clause-check.js';
import type {
  EditFinding,
  FindingQuery,
  FindingRow,
  FindingView,
  RaiseFromFinding,
  RecordFinding,
} from './finding.dto.js';
import { Finding, type FindingState, isNonconforming } from './finding.entity.js';
import { disciplinesFor, newFinding, requireFound, requireSiteOf } from './new-finding.js';
import { type FindingFacts, findingWorkflow } from './finding.workflow.js';

const rowColumns = [
  'reference',
  'state',
  'auditId',
  'checklistItemId',
  'disciplines',
  'siteId',
  'processId',
  'class',
  'clauses',
  'title',
  'statement',
  'foundOn',
  'foundById',
  'correctedOn',
  'disposition',
  'nonconformityId',
  'externalRef',
] as const;

/** In what a list looks for words. */
export const findingWords = ['reference', 'title', 'statement', 'external_ref'];

@Injectable()
export class FindingService {
  constructor(
    private readonly history: HistoryService,
    private readonly nonconformities: NonconformityService,
    private readonly audits: AuditService,
  ) {}

  async list(tx: Tx, query: FindingQuery): Promise<Page<FindingRow>> {
    const page = await findPage(tx, Finding, query, {
      columns: rowColumns,
      sort: ['foundOn', 'reference', 'title', 'updatedAt'],
      words: findingWords,
      where: [
        readable(tx.actor, 'audit:read', query.discipline),
        query.state && ['r.state = :state', { state: query.state }],
        query.class && ['r.class = :class', { class: query.class }],
        query.auditId && ['r.auditId = :auditId', { auditId: query.auditId }],
        query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
        query.processId && ['r.processId = :processId', { processId: query.processId }],
        query.nonconformityId && ['r.nonconformityId = :nonconformityId', { nonconformityId: query.nonconformityId }],
        query.clause && ['r.clauses @> ARRAY[:clause]::varchar[]', { clause: query.clause }],
      ],
    });
    return { ...page, items: page.items.map(shown) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<FindingView> {
    const finding = await this.history.read(tx, Finding, id, asOf);
    if (!tx.actor.can('audit:read', finding)) throw notFound();
    return asOf ? { ...shown(finding), transitions: [] } : this.view(tx, finding);
  }

  async view(tx: Tx, finding: Finding): Promise<FindingView> {
    return {
      ...shown(finding),
      transitions: transitionsOf<Finding, FindingState, FindingFacts>(
        findingWorkflow,
        await this.situation(tx, finding),
      ),
    };
  }

  /**
   * Written down by the lead or an auditor while the audit is on; in an audit by others, by who plans audits.
   * Disciplines follow from the clauses, else from the audit.
   */
  async record(tx: Tx, { auditId, ...fields }: RecordFinding): Promise<Finding> {
    const audit = await this.audits.hold(tx, auditId);
    if (!tx.actor.can('audit:read', audit)) throw notFound('audit');
    if (!(await this.auditing(tx, audit)))
      throw forbidden('Findings are raised by the lead or an auditor of the audit', 'not-in-team');
    if (!['in_progress', 'fieldwork_done', 'report_draft'].includes(audit.state))
      throw conflict('wrong-state', `Findings are raised during the audit; it is ${audit.state}.`);
    requireKnownClauses(fields.clauses);
    if (fields.checklistItemId) {
      const item = await tx.find(AuditChecklistItem, fields.checklistItemId);
      if (item?.auditId !== audit.id)
        throw invalid({
          code: 'unknown-reference',
          field: '/checklistItemId',
          message: 'There is no such question in this audit.',
        });
    }
    requireSiteOf(audit, fields.siteId);
    requireFound(fields.foundOn, tx.today);
    return tx.insert(Finding, {
      ...newFinding(audit, { foundOn: tx.today, ...fields }),
      reference: await tx.nextReference('FND'),
      foundById: tx.actor.personId,
    });
  }

  async edit(tx: Tx, id: string, version: number, changes: EditFinding): Promise<Finding> {
    const finding = await this.claim(tx, id, version);
    const { facts } = await this.situation(tx, finding);
    const given = Object.keys(changes).filter((key) => changes[key as keyof typeof changes] !== undefined);
    // After the report, what becomes of a finding is for those who answer it.
    const afterwards = given.every((field) => field === 'disposition' || field === 'correctedOn');
    // That it was corrected on the spot is what the auditor saw, so it is not for those who answer it.
    const answer = given.every((field) => field === 'disposition') && tx.actor.can('action:plan', finding);
    if (!facts.auditing && !answer)
      throw forbidden('Findings are changed by the lead or an auditor of the audit', 'not-in-team');
    if (facts.audit.state === 'completed')
      throw conflict('audit-completed', 'The audit is completed; its findings can be read, not changed.');
    if (finding.state === 'withdrawn' || (finding.state !== 'draft' && !afterwards))
      throw conflict('record-closed', `The finding is ${finding.state}; it can be read, not changed.`);
    requireKnownClauses(changes.clauses);
    await tx.because('finding.edit');
    return tx.update(finding, {
      ...changes,
      ...(changes.clauses && { disciplines: disciplinesFor(facts.audit, changes.clauses) }),
    });
  }

  async transition(tx: Tx, id: string, version: number, { action, reason }: PerformTransition): Promise<Finding> {
    const finding = await this.claim(tx, id, version);
    const decision = decide<Finding, FindingState, FindingFacts>(findingWorkflow, action, {
      ...(await this.situation(tx, finding)),
      reason,
    });
    await tx.because(`finding.${action}`, reason);
    return tx.update(finding, { state: decision.state });
  }

  /** Makes the nonconformity of a minor or major finding, once, and keeps the link. */
  async raiseNonconformity(
    tx: Tx,
    id: string,
    version: number,
    { reason, siteId, processId, ...grading }: RaiseFromFinding,
  ): Promise<Finding> {
    const finding = await this.claim(tx, id, version);
    const { audit, auditing } = (await this.situation(tx, finding)).facts;
    if (!auditing && !tx.actor.can('audit:plan', finding) && !tx.actor.can('nonconformity:triage', finding))
      throw forbidden('This is for the auditors, the programme manager or the manager', 'not-in-team');
    if (!isNonconforming(finding))
      throw conflict('not-nonconforming', `A finding of the class ${finding.class} is no nonconformity.`, '/class');
    if (finding.nonconformityId)
      throw conflict('already-linked', 'The finding has its nonconformity already.', '/nonconformityId');
    if (finding.state !== 'confirmed' && finding.state !== 'issued')
      throw conflict('wrong-state', `Confirm the finding first; it is ${finding.state}.`, '/state');
    const nonconformity = await this.nonconformities.report(tx, {
      ...grading,
      title: finding.title,
      source: isByUs(audit) ? 'internal_audit' : audit.kind === 'regulator' ? 'regulator_notice' : 'external_audit',
      disciplines: finding.disciplines,
      detectedOn: finding.foundOn,
      siteId: finding.siteId ?? siteId ?? null,
      processId: finding.processId ?? processId ?? null,
      clauses: finding.clauses,
      requirement: finding.requirement,
      evidence: finding.evidence,
      statement: finding.statement,
      externalRef: finding.externalRef,
    });
    await tx.because('finding.raiseNonconformity', reason ?? `Became ${nonconformity.reference}`);
    return tx.update(finding, { nonconformityId: nonconformity.id });
  }

  /** Locks the finding; its audit stays in its state meanwhile. Always in this order. */
  private async claim(tx: Tx, id: string, version: number): Promise<Finding> {
    await this.audits.hold(tx, (await tx.get(Finding, id)).auditId);
    const finding = await tx.claim(Finding, id, version);
    if (!tx.actor.can('audit:read', finding)) throw notFound();
    return finding;
  }

  private async auditing(tx: Tx, audit: Audit): Promise<boolean> {
    if (!isByUs(audit) && tx.actor.can('audit:plan', audit)) return true;
    if (!tx.actor.personId || !tx.actor.can('audit:conduct', audit)) return false;
    const mine = await tx.all(AuditTeamMember, { auditId: audit.id, personId: tx.actor.personId });
    return mine.some(({ role, leftOn }) => leftOn === null && (role === 'lead' || role === 'auditor'));
  }

  private async situation(tx: Tx, record: Finding) {
    const audit = await tx.get(Audit, record.auditId);
    return { actor: tx.actor, record, today: tx.today, facts: { audit, auditing: await this.auditing(tx, audit) } };
  }
}
