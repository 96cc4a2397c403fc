import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform';
import { AuditChecklistService } from '../audit/audit-checklist.service.js';
import { AuditService } from '../audit/audit.service.js';
import type { AuditDeviceView } from './offline-checklist.dto.js';

interface Row extends Omit<AuditDeviceView, 'takenAt' | 'seenAt'> {
  takenAt: Date;
  seenAt: Date;
}

const columns = `d.device_id AS "deviceId", d.person_id AS "personId", p.name AS "personName", d.waiting, d.taken_at AS "takenAt", d.seen_at AS "seenAt"`;

const viewOf = ({ takenAt, seenAt, ...row }: Row): AuditDeviceView => ({
  ...row,
  takenAt: takenAt.toISOString(),
  seenAt: seenAt.toISOString(),
});

/** Knows on which devices an audit is with its team, and how much each still has to send. */
@Injectable()
export class AuditDeviceService {
  constructor(
    private readonly audits: AuditService,
    private readonly checklist: AuditChecklistService,
  ) {}

  async list(tx: Tx, auditId: string): Promise<AuditDeviceView[]> {
    await this.audits.readable(tx, auditId);
    const rows = await tx.sql<Row>(
      `SELECT ${columns} FROM audit_device d JOIN person p ON p.org_id = d.org_id AND p.id = d.person_id
       WHERE d.org_id = $1 AND d.audit_id = $2 ORDER BY d.taken_at, d.device_id, d.person_id`,
      [tx.actor.orgId, auditId],
    );
    return rows.map(viewOf);
  }

  /** A device says how much waits on it; the first time it says so, it has taken the audit with it. */
  async report(tx: Tx, auditId: string, deviceId: string, waiting: number): Promise<AuditDeviceView> {
    const audit = await this.audits.readable(tx, auditId);
    await this.checklist.requireTeam(tx, audit);
    const [row] = await tx.sql<Row>(
      `WITH d AS (INSERT INTO audit_device (org_id, audit_id, device_id, person_id, site_id, waiting) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, audit_id, device_id, person_id) DO UPDATE SET waiting = excluded.waiting, seen_at = now() RETURNING *)
       SELECT ${columns} FROM d JOIN person p ON p.org_id = d.org_id AND p.id = d.person_id`,
      [tx.actor.orgId, auditId, deviceId, tx.actor.personId, audit.siteId, waiting],
    );
    return viewOf(row!);
  }
}
