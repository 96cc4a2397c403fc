import { Injectable } from '@nestjs/common';
import { Tx } from '../database/tx.js';
import { conflict, forbidden, invalid } from '../http/problem.js';
import { requireSites } from '../organisation/site.service.js';
import { isSame } from '../workflow/workflow.js';
import { Person } from './person.entity.js';
import type { GrantRole, Revoke, RoleGrantView } from './role-grant.dto.js';
import { RoleGrant } from './role-grant.entity.js';

/** Who may do what is history: a grant is given and taken back, never changed. */
@Injectable()
export class RoleGrantService {
  /** All roles that a person ever had; for the person and for those who manage people. */
  async list(tx: Tx, personId: string): Promise<RoleGrant[]> {
    if (!tx.actor.canEverywhere('person:manage') && !isSame(tx.actor, personId)) throw forbidden();
    await tx.get(Person, personId, 'person');
    return tx.all(RoleGrant, { personId });
  }

  view(tx: Tx, { orgId: _org, ...grant }: RoleGrant): RoleGrantView {
    const begun = !grant.validFrom || grant.validFrom <= tx.today;
    const ended = grant.revokedAt !== null || (grant.validUntil !== null && grant.validUntil < tx.today);
    return { ...grant, active: begun && !ended };
  }

  /** Nobody gives a role to themselves, unless there is nobody else. */
  async grant(tx: Tx, personId: string, { reason, ...fields }: GrantRole): Promise<RoleGrant> {
    if (!tx.actor.canEverywhere('person:manage')) throw forbidden();
    await tx.get(Person, personId, 'person');
    if (isSame(tx.actor, personId) && (await this.hasColleague(tx, personId)))
      throw forbidden('Nobody gives a role to themselves; ask another administrator', 'own-role');
    refuseImpossible(tx, fields);
    await requireSites(tx, fields.siteIds);
    await tx.because('person.grantRole', reason);
    return tx.insert(RoleGrant, {
      personId,
      role: fields.role,
      disciplines: fields.disciplines,
      siteIds: fields.siteIds ?? null,
      validFrom: fields.validFrom ?? null,
      validUntil: fields.validUntil ?? null,
      revokedAt: null,
    });
  }

  async revoke(
    tx: Tx,
    id: string,
    version: number | undefined,
    { reason }: Pick<Revoke, 'reason'>,
  ): Promise<RoleGrant> {
    if (!tx.actor.canEverywhere('person:manage')) throw forbidden();
    const grant = await tx.claim(RoleGrant, id, version);
    if (grant.revokedAt) throw conflict('revoked', 'The role was taken back already.');
    await requireAnotherAdministrator(tx, { grantId: id });
    await tx.because('person.revokeRole', reason);
    return tx.update(grant, { revokedAt: new Date().toISOString() });
  }

  private async hasColleague(tx: Tx, personId: string): Promise<boolean> {
    const rows = await tx.sql<{ id: string }>(
      'SELECT id FROM person WHERE org_id = $1 AND id <> $2 AND (left_on IS NULL OR left_on > $3) LIMIT 1',
      [tx.actor.orgId, personId, tx.today],
    );
    return rows.length > 0;
  }
}

function refuseImpossible(tx: Tx, { role, siteIds, validFrom, validUntil }: Omit<GrantRole, 'reason'>): void {
  if (role === 'integration')
    throw invalid({
      code: 'not-for-people',
      field: '/role',
      message: 'Integrations get an API key instead of a role.',
    });
  if (role === 'system_administrator' && siteIds)
    throw invalid({ code: 'whole-organisation', field: '/siteIds', message: 'An administrator is one for all sites.' });
  if (role === 'external_auditor' && !validUntil)
    throw invalid({ code: 'missing', field: '/validUntil', message: 'An external auditor has access until a day.' });
  if (validUntil && validUntil < (validFrom ?? tx.today))
    throw invalid({ code: 'too-early', field: '/validUntil', message: 'It would end before it begins.' });
}

/** 409 when a grant or a person is what makes the only administrator: nobody could give roles any more. */
export async function requireAnotherAdministrator(
  tx: Tx,
  without: { grantId?: string; personId?: string },
): Promise<void> {
  const [row] = await tx.sql<{ lost: number; left: number }>(
    `SELECT count(*) FILTER (WHERE given_up)::integer AS lost, count(*) FILTER (WHERE NOT given_up)::integer AS left
     FROM (SELECT g.id = $2 OR p.id = $3 AS given_up FROM role_grant g JOIN person p ON (p.org_id, p.id) = (g.org_id, g.person_id)
       WHERE g.org_id = $1 AND g.role = 'system_administrator' AND g.site_ids IS NULL AND g.revoked_at IS NULL
         AND (g.valid_from IS NULL OR g.valid_from <= $4) AND (g.valid_until IS NULL OR g.valid_until >= $4)
         AND p.account_id IS NOT NULL AND (p.left_on IS NULL OR p.left_on > $4)) administrators`,
    [tx.actor.orgId, without.grantId ?? nobody, without.personId ?? nobody, tx.today],
  );
  if (row && row.lost > 0 && row.left === 0)
    throw conflict('last-administrator', 'There would be no administrator left; give the role to someone else first.');
}

const nobody = '00000000-0000-0000-0000-000000000000';
