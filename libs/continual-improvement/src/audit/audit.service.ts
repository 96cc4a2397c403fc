import { Injectable } from '@nestjs/common';
import { HistoryService } from '#evidence';
import {
  conflict,
  decide,
  findPage,
  forbidden,
  invalid,
  isSame,
  notFound,
  type Page,
  type PerformTransition,
  readable,
  shown,
  transitionsOf,
  type Tx,
} from '#platform';
import { AuditProgramme } from '../audit-programme/audit-programme.entity.js';
import { requireKnownClauses } from '../standard/clause-check.js';
import { findEdition } from '../standard/standard.js';
import { AuditFactsService } from './audit-facts.service.js';
import type {
  AddTeamMember,
  AllowInvolvement,
  AuditQuery,
  AuditRow,
  AuditView,
  EditAudit,
  PlanAudit,
} from './audit.dto.js';
import { Audit, AuditTeamMember } from './audit.entity.js';
import { auditWorkflow } from './audit.workflow.js';

const rowColumns = [
  'reference',
  'state',
  'programmeId',
  'kind',
  'mode',
  'disciplines',
  'siteId',
  'processIds',
  'title',
  'editions',
  'clauses',
  'plannedFrom',
  'plannedTo',
  'baselineFrom',
  'baselineTo',
  'openedOn',
  'closedOn',
  'reportIssuedOn',
  'issuedById',
  'externalRef',
  'externalScore',
  'flags',
] as const;

@Injectable()
export class AuditService {
  constructor(
    private readonly history: HistoryService,
    private readonly facts: AuditFactsService,
  ) {}

  async list(tx: Tx, query: AuditQuery): Promise<Page<AuditRow>> {
    const page = await findPage(tx, Audit, query, {
      columns: rowColumns,
      sort: ['plannedFrom', 'reference', 'title', 'updatedAt'],
      words: ['reference', 'title', 'external_ref'],
      where: [
        readable(tx.actor, 'audit:read', query.discipline),
        query.state && ['r.state = :state', { state: query.state }],
        query.kind && ['r.kind = :kind', { kind: query.kind }],
        query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
        query.programmeId && ['r.programmeId = :programmeId', { programmeId: query.programmeId }],
        query.from && ['r.plannedFrom >= :from', { from: query.from }],
        query.to && ['r.plannedFrom <= :to', { to: query.to }],
      ],
    });
    return { ...page, items: page.items.map(shown) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<AuditView> {
    const audit = await this.history.read(tx, Audit, id, asOf);
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    return this.view(tx, audit, asOf !== undefined);
  }

  async view(tx: Tx, audit: Audit, past = false): Promise<AuditView> {
    const facts = await this.facts.of(tx, audit);
    return {
      ...shown(audit),
      team: facts.team.map(shown),
      checklist: { items: facts.checklist.items, done: facts.checklist.items - facts.checklist.open },
      transitions: past ? [] : transitionsOf(auditWorkflow, { actor: tx.actor, record: audit, today: tx.today, facts }),
    };
  }

  /** Plans an audit; into an approved programme only before its year is closed. */
  async plan(tx: Tx, fields: PlanAudit): Promise<Audit> {
    if (!tx.actor.can('audit:plan', fields))
      throw forbidden('Audits are planned by the lead auditor or programme manager');
    checkDates(fields.plannedFrom, fields.plannedTo);
    checkCriteria(fields.editions, fields.clauses);
    if (fields.programmeId) {
      const programme = await tx.get(AuditProgramme, fields.programmeId, 'audit programme');
      if (programme.state === 'closed') throw conflict('programme-closed', 'The programme is closed.', '/programmeId');
    }
    return tx.insert(Audit, {
      programmeId: null,
      siteId: null,
      processIds: [],
      objectives: null,
      scopeText: null,
      clauses: [],
      externalRef: null,
      externalScore: null,
      ...fields,
      reference: await tx.nextReference('AUD'),
      state: 'planned',
      baselineFrom: null,
      baselineTo: null,
      independenceOverrides: [],
      openedOn: null,
      openingAttendees: null,
      closedOn: null,
      closingAttendees: null,
      divergingOpinions: null,
      uncovered: null,
      conclusions: null,
      reportIssuedOn: null,
      issuedById: null,
      flags: [],
    });
  }

  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditAudit): Promise<Audit> {
    const audit = await this.claim(tx, id, version);
    await this.requireConducting(tx, audit);
    if (['report_issued', 'follow_up', 'completed', 'cancelled'].includes(audit.state))
      throw conflict('record-closed', `The audit is ${audit.state}; it can be read, not changed.`);
    const plan = (['editions', 'clauses', 'plannedFrom', 'plannedTo', 'processIds'] as const).find(
      (field) => changes[field] !== undefined,
    );
    if (plan && !['planned', 'prepared', 'postponed'].includes(audit.state))
      throw conflict('field-locked', 'The plan is fixed once the audit has begun.', `/${plan}`);
    checkDates(changes.plannedFrom ?? audit.plannedFrom, changes.plannedTo ?? audit.plannedTo);
    checkCriteria(changes.editions, changes.clauses);
    const moved = changes.plannedFrom !== undefined && changes.plannedFrom !== audit.plannedFrom;
    if (moved && audit.baselineFrom && !reason)
      throw invalid({
        code: 'reason-required',
        field: '/plannedFrom',
        message: 'Say why the approved date moves; the baseline stays.',
      });
    await tx.because('audit.edit', reason);
    return tx.update(audit, changes);
  }

  async transition(tx: Tx, id: string, version: number, { action, reason }: PerformTransition): Promise<Audit> {
    const audit = await this.claim(tx, id, version);
    const facts = await this.facts.of(tx, audit);
    const decision = decide(auditWorkflow, action, { actor: tx.actor, record: audit, today: tx.today, facts, reason });
    await tx.because(`audit.${action}`, reason);
    if (decision.state !== 'report_issued') return tx.update(audit, decision);
    await this.facts.issueFindings(tx, audit);
    return tx.update(audit, { ...decision, reportIssuedOn: tx.today, issuedById: tx.actor.personId });
  }

  async addMember(tx: Tx, id: string, member: AddTeamMember): Promise<AuditTeamMember> {
    const audit = await this.claim(tx, id);
    await this.requireConducting(tx, audit);
    if (!['planned', 'prepared', 'postponed', 'in_progress'].includes(audit.state))
      throw conflict('wrong-state', `The team is complete once the audit is ${audit.state}.`);
    const { team } = await this.facts.of(tx, audit);
    if (team.some(({ personId }) => personId === member.personId))
      throw conflict('already-exists', 'This person is in the team already.', '/personId');
    if (member.role === 'lead' && team.some(({ role }) => role === 'lead'))
      throw conflict('lead-exists', 'The team has a lead already.', '/role');
    await tx.because('audit.addMember');
    return tx.insert(AuditTeamMember, { ...member, auditId: id, siteId: audit.siteId, leftOn: null });
  }

  async removeMember(tx: Tx, id: string, memberId: string, version: number): Promise<AuditTeamMember> {
    const audit = await this.claim(tx, id);
    await this.requireConducting(tx, audit);
    const member = await tx.claim(AuditTeamMember, memberId, version);
    if (member.auditId !== id) throw notFound();
    if (!['planned', 'prepared', 'postponed'].includes(audit.state))
      throw conflict('wrong-state', 'The team is fixed once the audit has begun.');
    await tx.because('audit.removeMember');
    return tx.update(member, { leftOn: tx.today });
  }

  /** Lets somebody audit who is close to the process: only by another person, with a justification that the report shows. */
  async allowInvolvement(
    tx: Tx,
    id: string,
    version: number,
    { personId, justification }: AllowInvolvement,
  ): Promise<Audit> {
    const audit = await this.claim(tx, id, version);
    if (!tx.actor.can('audit:override', audit) || !tx.actor.personId)
      throw forbidden('This is allowed by the programme manager');
    if (isSame(tx.actor, personId)) throw forbidden('Nobody allows it for themselves', 'override-by-auditor');
    const { involved } = await this.facts.of(tx, audit);
    if (!involved.some((one) => one.personId === personId))
      throw conflict('not-involved', 'This person is independent of the audited processes.', '/personId');
    await tx.because('audit.allowInvolvement', justification);
    const others = audit.independenceOverrides.filter((override) => override.personId !== personId);
    return tx.update(audit, {
      independenceOverrides: [...others, { personId, justification, allowedById: tx.actor.personId }],
    });
  }

  async claim(tx: Tx, id: string, version?: number): Promise<Audit> {
    const audit = await tx.claim(Audit, id, version);
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    return audit;
  }

  private async requireConducting(tx: Tx, audit: Audit): Promise<void> {
    const team = await tx.all(AuditTeamMember, { auditId: audit.id });
    const member =
      tx.actor.can('audit:conduct', audit) &&
      team.some(
        (one) =>
          isSame(tx.actor, one.personId) && one.leftOn === null && (one.role === 'lead' || one.role === 'auditor'),
      );
    if (!member && !tx.actor.can('audit:plan', audit))
      throw forbidden('This is for the audit team or the programme manager', 'not-in-team');
  }
}

function checkDates(from: string, to: string): void {
  if (to < from) throw invalid({ code: 'not-later', field: '/plannedTo', message: 'It ends before it begins.' });
}

function checkCriteria(editions: string[] | undefined, clauses: string[] | undefined): void {
  const unknown = (editions ?? []).flatMap((edition, index) => {
    const [standard, year] = edition.split(':') as [string, string];
    return findEdition(standard, year)
      ? []
      : [
          {
            code: 'unknown-edition',
            field: `/editions/${index}`,
            message: 'There is no such edition; write it like “ISO 9001:2026”.',
          },
        ];
  });
  if (unknown.length > 0) throw invalid(...unknown);
  requireKnownClauses(clauses);
}
