import { Injectable } from '@nestjs/common';
import { Tx } from '../database/tx.js';
import { forbidden, invalid } from '../http/problem.js';
import { checkTimeZone } from '../identity/account.service.js';
import type { EditOrganisation } from './organisation.dto.js';
import { Organisation } from './organisation.entity.js';

/** The organisation that the caller acts for; there is no other one for them. */
@Injectable()
export class OrganisationService {
  get(tx: Tx): Promise<Organisation> {
    if (!tx.actor.can('organisation:read')) throw forbidden();
    return tx.get(Organisation, tx.actor.orgId);
  }

  /** What may be justified instead of kept is itself a decision that needs a reason. */
  async edit(tx: Tx, version: number, { reason, ...changes }: EditOrganisation): Promise<Organisation> {
    if (!tx.actor.canEverywhere('organisation:manage')) throw forbidden();
    const organisation = await tx.claim(Organisation, tx.actor.orgId, version);
    if (changes.timeZone) checkTimeZone(changes.timeZone);
    const rules = [...(changes.justifiableRules ?? organisation.justifiableRules)].sort().join();
    if (rules !== [...organisation.justifiableRules].sort().join() && !reason)
      throw invalid({ code: 'reason-required', field: '/reason', message: 'Say why these rules may be justified.' });
    await tx.because('organisation.edit', reason);
    return tx.update(organisation, changes);
  }
}
