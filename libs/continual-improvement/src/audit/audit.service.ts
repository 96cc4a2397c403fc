import { Injectable } from '@nestjs/common';
import { HistoryService, SignatureService } from '#evidence';
import {
  conflict,
  decide,
  findPage,
  forbidden,
  invalid,
  isSame,
  notFound,
  type Page,
  Problem,
  shown,
  signingOf,
  transitionsOf,
  type Tx,
} from '#platform';
import { AuditProgramme } from '../audit-programme/audit-programme.entity.js';
import { auditConditions } from './audit.conditions.js';
import { requireCriteria, requireDates, requireKnownProcesses } from './audit.check.js';
import { AuditFactsService } from './audit-facts.service.js';
import type {
  AddTeamMember,
  AllowInvolvement,
  AuditQuery,
  AuditRow,
  AuditView,
  EditAudit,
  PerformAuditTransition,
  PlanAudit,
} from './audit.dto.js';
import { Audit, AuditTeamMember } from './audit.entity.js';
import { auditWorkflow, teamObstacles } from './audit.workflow.js';

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

/** In what a list looks for words. */
export const auditWords = ['reference', 'title', 'external_ref'];

@Injectable()
export class AuditService {
  constructor(
    private readonly history: HistoryService,
    private readonly facts: AuditFactsService,
    private readonly signatures: SignatureService,
  ) {}

  async list(tx: Tx, query: AuditQuery): Promise<Page<AuditRow>> {
    const page = await findPage(tx, Audit, query, {
      columns: rowColumns,
      sort: ['plannedFrom', 'reference', 'title', 'updatedAt'],
      words: auditWords,
      where: auditConditions(tx, query),
    });
    return { ...page, items: page.items.map(shown) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<AuditView> {
    const audit = await this.history.read(tx, Audit, id, asOf);
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    if (!asOf) return this.view(tx, audit);
    const team = await this.teamAsOf(tx, id, asOf);
    return { ...shown(audit), team: team.map(shown), checklist: null, transitions: [] };
  }

  async view(tx: Tx, audit: Audit): Promise<AuditView> {
    const facts = await this.facts.of(tx, audit);
    return {
      ...shown(audit),
      team: facts.team.map(shown),
      checklist: { items: facts.checklist.items, done: facts.checklist.items - facts.checklist.open },
      transitions: transitionsOf(auditWorkflow, { actor: tx.actor, record: audit, today: tx.today, facts }),
    };
  }

  /** Plans an audit; into an approved programme only before its year is closed. */
  async plan(tx: Tx, fields: PlanAudit): Promise<Audit> {
    if (!tx.actor.can('audit:plan', fields))
      throw forbidden('Audits are planned by the lead auditor or programme manager');
    await this.requireSoundPlan(tx, fields);
    return tx.insert(Audit, { ...blank(), ...fields, reference: await tx.nextReference('AUD') });
  }

  /** 422 or 409 where an audit cannot be planned like this. */
  async requireSoundPlan(tx: Tx, fields: PlanAudit): Promise<void> {
    requireDates(fields.plannedFrom, fields.plannedTo);
    requireCriteria(fields.disciplines, fields.editions, fields.clauses);
    await requireKnownProcesses(tx, fields.processIds);
    if (!fields.programmeId) return;
    const programme = await tx.find(AuditProgramme, fields.programmeId);
    if (!programme)
      throw invalid({ code: 'unknown-reference', field: '/programmeId', message: 'There is no such record.' });
    if (programme.state === 'closed') throw conflict('programme-closed', 'The programme is closed.', '/programmeId');
  }

  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditAudit): Promise<Audit> {
    const audit = await this.claim(tx, id, version);
    await this.requireConducting(tx, audit);
    if (['report_issued', 'follow_up', 'completed', 'cancelled'].includes(audit.state))
      throw conflict('record-closed', `The audit is ${audit.state}; it can be read, not changed.`);
    const plan = (['editions', 'otherCriteria', 'clauses', 'plannedFrom', 'plannedTo', 'processIds'] as const).find(
      (field) => changes[field] !== undefined,
    );
    if (plan && !['planned', 'prepared', 'postponed'].includes(audit.state))
      throw conflict('field-locked', 'The plan is fixed once the audit has begun.', `/${plan}`);
    requireDates(changes.plannedFrom ?? audit.plannedFrom, changes.plannedTo ?? audit.plannedTo);
    requireCriteria(audit.disciplines, changes.editions, changes.clauses);
    await requireKnownProcesses(tx, changes.processIds);
    const moved = (['plannedFrom', 'plannedTo'] as const).find(
      (field) => changes[field] !== undefined && changes[field] !== audit[field],
    );
    if (moved && audit.baselineFrom && !reason)
      throw invalid({
        code: 'reason-required',
        field: `/${moved}`,
        message: 'Say why the approved date moves; the baseline stays.',
      });
    await tx.because('audit.edit', reason);
    return tx.update(audit, changes);
  }

  /** Moves it on. The baseline stays when an audit is postponed: figures tell the delay. */
  async transition(
    tx: Tx,
    id: string,
    version: number,
    { action, reason, signature, ...dates }: PerformAuditTransition,
  ): Promise<Audit> {
    const audit = await this.claim(tx, id, version);
    const facts = await this.facts.of(tx, audit);
    const situation = { actor: tx.actor, record: audit, today: tx.today, facts, reason, signature };
    const decision = decide(auditWorkflow, action, situation);
    const given = (['plannedFrom', 'plannedTo'] as const).find((field) => dates[field] !== undefined);
    if (given && action !== 'postpone')
      throw invalid({ code: 'not-postponed', field: `/${given}`, message: 'Only “postpone” takes new dates.' });
    requireDates(dates.plannedFrom ?? audit.plannedFrom, dates.plannedTo ?? audit.plannedTo);
    await tx.because(`audit.${action}`, reason);
    if (decision.state !== 'report_issued') return tx.update(audit, { ...decision, ...dates });
    await this.facts.issueFindings(tx, audit);
    const issued = await tx.update(audit, {
      ...decision,
      reportIssuedOn: tx.today,
      issuedById: tx.actor.personId,
    });
    await this.signatures.sign(tx, issued, signingOf(auditWorkflow, action, situation), signature);
    return issued;
  }

  /** 422 for somebody who may not audit this, once the audit is on; until then its preparation and start ask for that. */
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
    const added = await tx.insert(AuditTeamMember, {
      ...member,
      auditId: id,
      disciplines: audit.disciplines,
      siteId: audit.siteId,
      leftOn: null,
    });
    if (audit.state !== 'in_progress') return added;
    const facts = await this.facts.of(tx, audit);
    const obstacles = teamObstacles({ actor: tx.actor, record: audit, today: tx.today, facts });
    if (obstacles.length > 0) throw new Problem(422, 'refused', 'The record is not ready for this', obstacles);
    return added;
  }

  async removeMember(tx: Tx, id: string, memberId: string, version: number): Promise<AuditTeamMember> {
    const audit = await this.claim(tx, id);
    await this.requireConducting(tx, audit);
    const member = await tx.claim(AuditTeamMember, memberId, version);
    if (member.auditId !== id) throw notFound();
    if (member.leftOn !== null) throw conflict('left-already', 'This person has left the team already.', '/leftOn');
    if (!['planned', 'prepared', 'postponed', 'in_progress'].includes(audit.state))
      throw conflict('wrong-state', `The team stays as it was once the audit is ${audit.state}.`);
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
    if (!['planned', 'prepared', 'postponed', 'in_progress'].includes(audit.state))
      throw conflict('wrong-state', `It is too late for this: the audit is ${audit.state}.`);
    // Also for somebody who is to join the team: an audit that is on takes nobody in without it.
    if ((await this.facts.involved(tx, audit, [personId])).length === 0)
      throw conflict('not-involved', 'This person is independent of the audited processes.', '/personId');
    await tx.because('audit.allowInvolvement', justification);
    const others = audit.independenceOverrides.filter((override) => override.personId !== personId);
    return tx.update(audit, {
      independenceOverrides: [...others, { personId, justification, allowedById: tx.actor.personId }],
    });
  }

  /** The audit for who may read it, without a lock. */
  async readable(tx: Tx, id: string): Promise<Audit> {
    const audit = await tx.get(Audit, id);
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    return audit;
  }

  async claim(tx: Tx, id: string, version?: number): Promise<Audit> {
    const audit = await tx.claim(Audit, id, version);
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    return audit;
  }

  /** The audit, which nobody moves on until this transaction ends: for writing what belongs to its present state. */
  async hold(tx: Tx, id: string): Promise<Audit> {
    await tx.sql('SELECT FROM audit WHERE org_id = $1 AND id = $2 FOR SHARE', [tx.actor.orgId, id]);
    return tx.get(Audit, id, 'audit');
  }

  private async teamAsOf(tx: Tx, auditId: string, asOf: string): Promise<AuditTeamMember[]> {
    const known = (await tx.all(AuditTeamMember, { auditId })).filter(
      ({ createdAt }) => Date.parse(createdAt) <= Date.parse(asOf),
    );
    const members = [];
    for (const { id } of known) members.push(await this.history.asOf(tx, AuditTeamMember, id, asOf));
    return members.filter(({ leftOn }) => leftOn === null);
  }

  /** 403 for anyone but the lead, the auditors and who plans audits. */
  async requireConducting(tx: Tx, audit: Audit): Promise<void> {
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

/** An audit of which nothing is said yet. */
export const blank = () => ({
  state: 'planned' as const,
  programmeId: null,
  siteId: null,
  processIds: [],
  objectives: null,
  scopeText: null,
  editions: [],
  otherCriteria: null,
  clauses: [],
  externalAuditors: [],
  externalRef: null,
  externalScore: null,
  baselineFrom: null,
  baselineTo: null,
  independenceOverrides: [],
  openedOn: null,
  openingAttendees: null,
  openingNotes: null,
  closedOn: null,
  closingAttendees: null,
  closingNotes: null,
  divergingOpinions: null,
  uncovered: null,
  conclusions: null,
  reportIssuedOn: null,
  issuedById: null,
  flags: [],
});
