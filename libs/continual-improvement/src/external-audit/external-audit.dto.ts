import { IntersectionType, PartialType, PickType } from '@nestjs/swagger';
import { Choice, Day, Structures } from '#platform';
import { Audit, type AuditKind } from '../audit/audit.entity.js';
import { Finding } from '../finding/finding.entity.js';

export const externalKinds = ['certification', 'customer', 'regulator'] as const satisfies AuditKind[];

/** A finding as the report of others has it; minor and major ones with requirement, evidence and statement. */
export class ExternalFinding extends IntersectionType(
  PickType(Finding, ['class', 'title'] as const),
  PartialType(
    PickType(Finding, [
      'siteId',
      'processId',
      'clauses',
      'disciplines',
      'requirement',
      'evidence',
      'statement',
      'foundOn',
      'correctedOn',
      'externalRef',
    ] as const),
    { skipNullProperties: false },
  ),
) {}

/** An audit by a certification body, a customer or an authority, recorded with its report after the fact. */
export class RecordExternalAudit extends IntersectionType(
  PickType(Audit, ['mode', 'disciplines', 'title'] as const),
  PartialType(
    PickType(Audit, [
      'programmeId',
      'siteId',
      'processIds',
      'objectives',
      'scopeText',
      'editions',
      'otherCriteria',
      'clauses',
      'externalAuditors',
      'closingNotes',
      'divergingOpinions',
      'uncovered',
      'conclusions',
      'externalRef',
      'externalScore',
    ] as const),
    { skipNullProperties: false },
  ),
) {
  @Choice(externalKinds) kind: (typeof externalKinds)[number];
  @Day({ description: 'Its first day' }) heldFrom: string;
  @Day({ description: 'Its last day' }) heldTo: string;
  @Day({ description: 'The date of their report' }) reportIssuedOn: string;
  @Structures(() => ExternalFinding, { maxItems: 500 }) findings: ExternalFinding[];
}
