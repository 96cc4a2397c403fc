import { Injectable } from '@nestjs/common';
import { HistoryService, SignatureService } from '#evidence';
import {
  conflict,
  decide,
  findPage,
  forbidden,
  notFound,
  type Page,
  type PerformTransition,
  readable,
  shown,
  signingOf,
  transitionsOf,
  type Tx,
} from '#platform';
import { Audit } from '../audit/audit.entity.js';
import type {
  CoverageCell,
  DraftProgramme,
  EditProgramme,
  ProgrammeCoverage,
  ProgrammeQuery,
  ProgrammeRow,
  ProgrammeView,
} from './audit-programme.dto.js';
import { AuditProgramme } from './audit-programme.entity.js';
import { programmeWorkflow } from './audit-programme.workflow.js';

/** In what a list looks for words. */
export const programmeWords = ['reference', 'title'];

@Injectable()
export class AuditProgrammeService {
  constructor(
    private readonly history: HistoryService,
    private readonly signatures: SignatureService,
  ) {}

  async list(tx: Tx, query: ProgrammeQuery): Promise<Page<ProgrammeRow>> {
    const page = await findPage(tx, AuditProgramme, query, {
      sort: ['year', 'reference', 'title'],
      words: programmeWords,
      where: [
        readable(tx.actor, 'audit:read', undefined, false),
        query.state && ['r.state = :state', { state: query.state }],
        query.year !== undefined && ['r.year = :year', { year: query.year }],
      ],
    });
    return { ...page, items: page.items.map(shown) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<ProgrammeView> {
    const programme = await this.history.read(tx, AuditProgramme, id, asOf);
    if (!tx.actor.can('audit:read', programme)) throw notFound();
    return asOf ? { ...shown(programme), transitions: [] } : this.view(tx, programme);
  }

  /** One statement over the audits of the programme; cancelled ones look at nothing. Sites out of sight are not counted. */
  async coverage(tx: Tx, id: string): Promise<ProgrammeCoverage> {
    const programme = await tx.get(AuditProgramme, id);
    if (!tx.actor.can('audit:read', programme)) throw notFound();
    const cells = await tx.sql<CoverageCell>(
      `SELECT p AS "processId", c AS clause,
         count(*) FILTER (WHERE state IN ('fieldwork_done', 'report_draft', 'report_issued', 'follow_up', 'completed'))::int AS done,
         count(*) FILTER (WHERE state IN ('planned', 'prepared', 'in_progress', 'postponed'))::int AS planned
       FROM audit, unnest(process_ids) p, unnest(clauses) c
       WHERE org_id = $1 AND programme_id = $2 AND state <> 'cancelled' GROUP BY 1, 2 ORDER BY 2, 1`,
      [tx.actor.orgId, id],
    );
    return { cells };
  }

  async view(tx: Tx, programme: AuditProgramme): Promise<ProgrammeView> {
    return { ...shown(programme), transitions: transitionsOf(programmeWorkflow, await this.situation(tx, programme)) };
  }

  async draft(tx: Tx, fields: DraftProgramme): Promise<AuditProgramme> {
    if (!tx.actor.can('auditProgramme:draft', fields) && !tx.actor.can('auditProgramme:approve', fields))
      throw forbidden('The programme is written by the lead auditor or the manager');
    return tx.insert(AuditProgramme, {
      ...fields,
      reference: await tx.nextReference('AP'),
      state: 'draft',
      objectives: fields.objectives ?? null,
      risks: fields.risks ?? null,
      authorId: tx.actor.personId,
      approvedById: null,
      approvedOn: null,
      flags: [],
    });
  }

  async edit(tx: Tx, id: string, version: number, changes: EditProgramme): Promise<AuditProgramme> {
    const programme = await tx.claim(AuditProgramme, id, version);
    if (!tx.actor.can('audit:read', programme)) throw notFound();
    if (!tx.actor.can('auditProgramme:draft', programme) && !tx.actor.can('auditProgramme:approve', programme))
      throw forbidden('The programme is written by the lead auditor or the manager');
    if (programme.state !== 'draft')
      throw conflict('record-closed', `The programme is ${programme.state}; it can be read, not changed.`);
    return tx.update(programme, changes);
  }

  /**
   * Approval keeps the planned dates of its audits as the baseline that all figures compare with. Audits that are
   * planned later have no baseline: they were not part of what was approved.
   */
  async transition(
    tx: Tx,
    id: string,
    version: number,
    { action, reason, signature }: PerformTransition,
  ): Promise<AuditProgramme> {
    const programme = await tx.claim(AuditProgramme, id, version);
    if (!tx.actor.can('audit:read', programme)) throw notFound();
    const situation = { ...(await this.situation(tx, programme)), reason, signature };
    const decision = decide(programmeWorkflow, action, situation);
    await tx.because(`auditProgramme.${action}`, reason);
    if (decision.state === 'approved') {
      await tx.sql(
        `UPDATE audit SET baseline_from = planned_from, baseline_to = planned_to
         WHERE org_id = $1 AND programme_id = $2 AND state <> 'cancelled'`,
        [programme.orgId, id],
      );
      const approved = { ...decision, approvedById: tx.actor.personId, approvedOn: tx.today };
      await tx.update(programme, approved);
      await this.signatures.sign(tx, programme, signingOf(programmeWorkflow, action, situation), signature);
      return programme;
    }
    return tx.update(programme, decision);
  }

  private async situation(tx: Tx, record: AuditProgramme) {
    const audits = await tx.manager.countBy(Audit, { orgId: record.orgId, programmeId: record.id });
    return { actor: tx.actor, record, today: tx.today, facts: { audits } };
  }
}
