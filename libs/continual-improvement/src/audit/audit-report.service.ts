import { Injectable } from '@nestjs/common';
import { notFound, type Tx } from '#platform';
import { Finding } from '../finding/finding.entity.js';
import type { AuditReport } from './audit.dto.js';
import { Audit } from './audit.entity.js';
import { AuditService } from './audit.service.js';

@Injectable()
export class AuditReportService {
  constructor(private readonly audits: AuditService) {}

  /** Everything that a report of an audit must tell; the same data whatever it is printed with. */
  async of(tx: Tx, id: string): Promise<AuditReport> {
    const audit = await tx.get(Audit, id);
    if (!tx.actor.can('audit:read', audit)) throw notFound();
    const view = await this.audits.view(tx, audit);
    const findings = (await tx.all(Finding, { auditId: id })).filter(({ state }) => state !== 'withdrawn');
    const people = [
      ...view.team.map(({ personId }) => personId),
      ...audit.independenceOverrides.flatMap((override) => [override.personId, override.allowedById]),
    ];
    const names = new Map(
      (
        await tx.sql<{ id: string; name: string }>('SELECT id, name FROM person WHERE org_id = $1 AND id = ANY ($2)', [
          audit.orgId,
          people,
        ])
      ).map((person) => [person.id, person.name]),
    );
    const references = new Map(
      (
        await tx.sql<{ id: string; reference: string }>(
          'SELECT id, reference FROM nonconformity WHERE org_id = $1 AND id = ANY ($2)',
          [audit.orgId, findings.flatMap(({ nonconformityId }) => nonconformityId ?? [])],
        )
      ).map((one) => [one.id, one.reference]),
    );
    const answers = await tx.sql<{ result: string; n: number }>(
      `SELECT coalesce(result, progress) AS result, count(*)::int AS n FROM audit_checklist_item WHERE org_id = $1 AND audit_id = $2 GROUP BY 1 ORDER BY 1`,
      [audit.orgId, id],
    );
    const nameOf = (personId: string) => names.get(personId) ?? personId;
    return {
      audit: view,
      participants: [
        ...view.team.map(({ personId, role }) => ({ name: nameOf(personId), role })),
        ...audit.externalAuditors.map((name) => ({ name, role: 'external_auditor' })),
      ],
      independence: audit.independenceOverrides.map(({ personId, justification, allowedById }) => ({
        auditor: nameOf(personId),
        justification,
        allowedBy: nameOf(allowedById),
      })),
      findings: findings.map(({ reference, title, class: kind, nonconformityId, ...finding }) => ({
        reference,
        title,
        class: kind,
        clauses: finding.clauses,
        requirement: finding.requirement,
        evidence: finding.evidence,
        statement: finding.statement,
        correctedOn: finding.correctedOn,
        disposition: finding.disposition,
        nonconformity: nonconformityId ? (references.get(nonconformityId) ?? null) : null,
      })),
      answers: Object.fromEntries(answers.map(({ result, n }) => [result, n])),
      caveat: 'An audit looks at samples. What is not named here was not necessarily found to be in order.',
    };
  }
}
