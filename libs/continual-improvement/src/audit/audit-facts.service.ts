import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '#platform';
import { AuditorCompetence } from '../auditor-competence/auditor-competence.entity.js';
import { Finding, isComplete, isDisposed } from '../finding/finding.entity.js';
import { type Audit, AuditTeamMember, isByUs } from './audit.entity.js';
import { type AuditFacts, involvementMonths } from './audit.workflow.js';

/** Loads what decisions about an audit rest on: a fixed number of queries, however large the audit. */
@Injectable()
export class AuditFactsService {
  async of(tx: Tx, audit: Audit): Promise<AuditFacts> {
    const team = (await tx.all(AuditTeamMember, { auditId: audit.id })).filter(({ leftOn }) => leftOn === null);
    const people = team.map(({ personId }) => personId);
    const competences = people.length > 0 ? await tx.all(AuditorCompetence, { personId: In(people) }) : [];
    const auditors = team.filter(({ role }) => role === 'lead' || role === 'auditor').map(({ personId }) => personId);
    return {
      team,
      competences,
      involved: await this.involved(tx, audit, auditors),
      checklist: await this.checklist(tx, audit),
      findings: await this.findings(tx, audit),
      conflicts: await this.conflicts(tx, audit),
      waiting: await this.waiting(tx, audit),
    };
  }

  /** Which of these people are close to the audited processes: at most one reason each, the weightiest. */
  involved(tx: Tx, audit: Audit, auditors: string[]): Promise<AuditFacts['involved']> {
    if (auditors.length === 0 || audit.processIds.length === 0) return Promise.resolve([]);
    return tx.sql(
      `SELECT DISTINCT ON (p.id) p.id AS "personId", p.name, w.why FROM person p JOIN (
         SELECT owner_id AS person, 'owns_process' AS why, 1 AS weight FROM process WHERE org_id = $1 AND id = ANY ($3)
         UNION ALL SELECT owner_id, 'handled_nonconformity', 2 FROM nonconformity
           WHERE org_id = $1 AND process_id = ANY ($3)
             AND (state NOT IN ('closed', 'rejected') OR greatest(detected_on, closed_on) > $4::date - interval '${involvementMonths} months')
         UNION ALL SELECT a.owner_id, 'did_action', 3 FROM action a
           JOIN nonconformity n ON n.org_id = a.org_id AND n.id = a.nonconformity_id
           WHERE a.org_id = $1 AND n.process_id = ANY ($3)
             AND (a.state NOT IN ('accepted', 'cancelled') OR greatest(a.due_on, a.accepted_on) > $4::date - interval '${involvementMonths} months')
       ) w ON w.person = p.id WHERE p.org_id = $1 AND p.id = ANY ($2) ORDER BY p.id, w.weight`,
      [audit.orgId, auditors, audit.processIds, tx.today],
    );
  }

  private async checklist(tx: Tx, audit: Audit): Promise<AuditFacts['checklist']> {
    const [counts] = await tx.sql<AuditFacts['checklist']>(
      `SELECT count(*)::int AS items, (count(*) FILTER (WHERE progress = 'open'))::int AS open,
         (count(*) FILTER (WHERE result = 'nonconforming' AND NOT EXISTS (SELECT FROM finding f WHERE f.org_id = i.org_id AND f.audit_id = i.audit_id
           AND (f.checklist_item_id = i.id OR f.clauses && i.clauses) AND f.class IN ('minor', 'major') AND f.state <> 'withdrawn')))::int AS "nonconformingWithoutFinding"
       FROM audit_checklist_item i WHERE i.org_id = $1 AND i.audit_id = $2`,
      [audit.orgId, audit.id],
    );
    return counts!;
  }

  private async conflicts(tx: Tx, audit: Audit): Promise<number[]> {
    const rows = await tx.sql<{ position: number }>(
      `SELECT DISTINCT i.position FROM checklist_answer_conflict c JOIN audit_checklist_item i ON i.org_id = c.org_id AND i.id = c.item_id
       WHERE c.org_id = $1 AND c.audit_id = $2 AND c.resolution IS NULL ORDER BY i.position`,
      [audit.orgId, audit.id],
    );
    return rows.map(({ position }) => position);
  }

  private waiting(tx: Tx, audit: Audit): Promise<AuditFacts['waiting']> {
    return tx.sql(
      `SELECT p.name, sum(d.waiting)::int AS waiting FROM audit_device d JOIN person p ON p.org_id = d.org_id AND p.id = d.person_id
       WHERE d.org_id = $1 AND d.audit_id = $2 AND d.waiting > 0 GROUP BY p.id, p.name ORDER BY p.name, p.id`,
      [audit.orgId, audit.id],
    );
  }

  private async findings(tx: Tx, audit: Audit): Promise<AuditFacts['findings']> {
    const findings = await tx.all(Finding, { auditId: audit.id });
    const ids = findings.flatMap(({ nonconformityId }) => (nonconformityId ? [nonconformityId] : []));
    const states =
      ids.length > 0
        ? await tx.sql<{ id: string; state: string }>(
            'SELECT id, state FROM nonconformity WHERE org_id = $1 AND id = ANY ($2)',
            [audit.orgId, ids],
          )
        : [];
    const stateOf = new Map(states.map(({ id, state }) => [id, state]));
    return findings.map((finding) => ({
      reference: finding.reference,
      state: finding.state,
      class: finding.class,
      complete: isComplete(finding),
      disposed: isDisposed(finding, isByUs(audit)),
      nonconformityState: finding.nonconformityId ? (stateOf.get(finding.nonconformityId) ?? null) : null,
    }));
  }

  /** With the report, its confirmed findings are issued. */
  async issueFindings(tx: Tx, audit: Audit): Promise<void> {
    await tx.sql(`UPDATE finding SET state = 'issued' WHERE org_id = $1 AND audit_id = $2 AND state = 'confirmed'`, [
      audit.orgId,
      audit.id,
    ]);
  }
}
