import { Injectable } from '@nestjs/common';
import { forbidden, invalid, type Reason, type Tx } from '#platform';
import { Audit } from '../audit/audit.entity.js';
import { AuditService, blank } from '../audit/audit.service.js';
import { Finding, isNonconforming } from '../finding/finding.entity.js';
import { newFinding, requireFound, requireSiteOf } from '../finding/new-finding.js';
import { requireKnownClauses } from '../standard/clause-check.js';
import type { ExternalFinding, RecordExternalAudit } from './external-audit.dto.js';

/** For what others did: their audit is over, so it is recorded with its issued findings in one go. */
@Injectable()
export class ExternalAuditService {
  constructor(private readonly audits: AuditService) {}

  /** Answers the audit, its report issued; follow-up goes on as with every audit. 403 for who may not plan audits. */
  async record(tx: Tx, { heldFrom, heldTo, reportIssuedOn, findings, ...fields }: RecordExternalAudit): Promise<Audit> {
    if (!tx.actor.can('audit:plan', fields))
      throw forbidden('Audits are recorded by the lead auditor or programme manager');
    requirePast(heldFrom, heldTo, reportIssuedOn, tx.today);
    const plan = { ...fields, plannedFrom: heldFrom, plannedTo: heldTo };
    await this.audits.requireSoundPlan(tx, plan);
    findings.forEach((finding, index) => requireSoundFinding(fields, finding, index, tx.today));
    await tx.because('externalAudit.record');
    const audit = await tx.insert(Audit, {
      ...blank(),
      ...plan,
      reference: await tx.nextReference('AUD'),
      state: 'report_issued',
      openedOn: heldFrom,
      closedOn: heldTo,
      reportIssuedOn,
    });
    const issued = [];
    for (const finding of findings)
      issued.push({
        ...newFinding(audit, { ...finding, foundOn: finding.foundOn ?? heldTo }),
        reference: await tx.nextReference('FND'),
        state: 'issued' as const,
        foundById: null,
      });
    await tx.insertMany(Finding, issued);
    return audit;
  }
}

function requirePast(heldFrom: string, heldTo: string, reportIssuedOn: string, today: string): void {
  const mistakes: Reason[] = [
    ...(heldTo < heldFrom ? [{ code: 'not-later', field: '/heldTo', message: 'It ends before it begins.' }] : []),
    ...(reportIssuedOn < heldFrom
      ? [{ code: 'not-later', field: '/reportIssuedOn', message: 'The report cannot be older than the audit.' }]
      : []),
    ...Object.entries({ heldTo, reportIssuedOn })
      .filter(([, day]) => day > today)
      .map(([field]) => ({
        code: 'in-the-future',
        field: `/${field}`,
        message: 'Only what is past is recorded here.',
      })),
  ];
  if (mistakes.length > 0) throw invalid(...mistakes);
}

function requireSoundFinding(
  audit: Pick<RecordExternalAudit, 'siteId'>,
  finding: ExternalFinding,
  index: number,
  today: string,
): void {
  const at = `/findings/${index}`;
  requireKnownClauses(finding.clauses, `${at}/clauses`);
  requireSiteOf({ siteId: audit.siteId ?? null }, finding.siteId, `${at}/siteId`);
  requireFound(finding.foundOn, today, `${at}/foundOn`);
  const missing = isNonconforming(finding)
    ? (['requirement', 'evidence', 'statement'] as const).filter((part) => !finding[part])
    : [];
  if (missing.length > 0)
    throw invalid(
      ...missing.map((part) => ({
        code: 'missing',
        field: `${at}/${part}`,
        message: `Fill in first: ${part}.`,
        values: { what: part },
      })),
    );
}
