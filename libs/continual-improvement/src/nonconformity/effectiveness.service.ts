import { Injectable } from '@nestjs/common';
import { SignatureService } from '#evidence';
import { conflict, forbidden, invalid, isSame, notFound, signatureMissing, type Tx } from '#platform';
import { Action } from '../action/action.entity.js';
import type { DecideExtension, RecordEffectivenessCheck, RequestExtension } from './nonconformity.dto.js';
import { DueDateExtension, EffectivenessCheck, Nonconformity } from './nonconformity.entity.js';
import { isMajor, mayHandle, mayRead } from './nonconformity.policy.js';
import { NonconformityService } from './nonconformity.service.js';

/** What the verifier was asked to find out, which the signature is about besides the check. */
const verified = ['effectivenessCriterion', 'effectivenessMethod', 'verifierId'] as const;

/** What others say about a nonconformity: whether the actions worked, and whether a due date may move. */
@Injectable()
export class EffectivenessService {
  constructor(
    private readonly nonconformities: NonconformityService,
    private readonly signatures: SignatureService,
  ) {}

  private async readable(tx: Tx, id: string): Promise<Nonconformity> {
    const nonconformity = await tx.get(Nonconformity, id);
    if (!mayRead(tx.actor, nonconformity)) throw notFound();
    return nonconformity;
  }

  async checks(tx: Tx, id: string): Promise<EffectivenessCheck[]> {
    await this.readable(tx, id);
    return tx.all(EffectivenessCheck, { nonconformityId: id });
  }

  /** Only by the named verifier, who owns none of the actions and signs it, and only while effectiveness is being checked. */
  async check(tx: Tx, id: string, { signature, ...fields }: RecordEffectivenessCheck): Promise<EffectivenessCheck> {
    await this.readable(tx, id);
    const nc = await tx.claim(Nonconformity, id);
    if (nc.state !== 'effectiveness')
      throw conflict(
        'wrong-state',
        `Effectiveness is checked after the implementation; the record is ${nc.state}.`,
        '/state',
      );
    if (!isSame(tx.actor, nc.verifierId))
      throw forbidden('Effectiveness is verified by the named verifier', 'not-the-verifier');
    const actions = await tx.all(Action, { nonconformityId: id, cycle: nc.cycle });
    if (
      actions.some((action) => isSame(tx.actor, action.ownerId)) &&
      (isMajor(nc) || !tx.actor.justifiableRules.includes('verifier-is-action-owner'))
    )
      throw forbidden('The verifier must not own one of the actions', 'verifier-is-action-owner');
    if (fields.checkedOn > tx.today)
      throw invalid({ code: 'in-the-future', field: '/checkedOn', message: 'The check cannot be in the future.' });
    const similar = await this.nonconformities.similarInWindow(tx, nc);
    if (similar.length > 0 && !fields.comment) {
      const references = similar.map((one) => one.reference ?? 'a draft').join(', ');
      throw invalid({
        code: 'comment-required',
        field: '/comment',
        message: `Since the implementation the same process had ${references}; say what that means.`,
        values: { references },
      });
    }
    if (!signature) throw signatureMissing();
    await tx.because('nonconformity.checkEffectiveness');
    const check = await tx.insert(EffectivenessCheck, {
      ...fields,
      comment: fields.comment ?? null,
      nonconformityId: id,
      siteId: nc.siteId,
      cycle: nc.cycle,
      checkedById: tx.actor.personId!,
    });
    const said = { meaning: 'effectiveness_verified', fields: verified, rows: [check] } as const;
    await this.signatures.sign(tx, nc, said, signature);
    return check;
  }

  async extensions(tx: Tx, id: string): Promise<DueDateExtension[]> {
    await this.readable(tx, id);
    return tx.all(DueDateExtension, { nonconformityId: id });
  }

  async requestExtension(tx: Tx, id: string, { toOn, reason }: RequestExtension): Promise<DueDateExtension> {
    const nc = await this.readable(tx, id);
    if (!mayHandle(tx.actor, nc) || !tx.actor.personId)
      throw forbidden('Only the case owner or the manager may ask for a later date', 'not-the-owner');
    if (!nc.dueOn) throw conflict('no-due-date', 'The present step has no due date.');
    if (toOn <= nc.dueOn)
      throw invalid({
        code: 'not-later',
        field: '/toOn',
        message: `The step is due on ${nc.dueOn}; name a later day.`,
      });
    if ((await tx.all(DueDateExtension, { nonconformityId: id, state: 'requested' })).length > 0)
      throw conflict('extension-open', 'A request for a later date is still open.');
    await tx.because('nonconformity.requestExtension');
    return tx.insert(DueDateExtension, {
      nonconformityId: id,
      siteId: nc.siteId,
      state: 'requested',
      fromOn: nc.dueOn,
      toOn,
      reason,
      requestedById: tx.actor.personId,
      decidedById: null,
    });
  }

  /** Decided by someone else; the first due date is kept for the figures. */
  async decideExtension(
    tx: Tx,
    id: string,
    extensionId: string,
    version: number,
    { decision }: DecideExtension,
  ): Promise<DueDateExtension> {
    const nc = await tx.claim(Nonconformity, id);
    if (!mayRead(tx.actor, nc)) throw notFound();
    const extension = await tx.claim(DueDateExtension, extensionId, version);
    if (extension.nonconformityId !== id) throw notFound();
    if (!tx.actor.can(nc.extensions < 2 ? 'nonconformity:accept' : 'nonconformity:acceptCritical', nc))
      throw forbidden(
        nc.extensions < 2
          ? 'A later date is approved by the manager'
          : 'A third extension is approved by top management',
      );
    if (isSame(tx.actor, extension.requestedById))
      throw forbidden('A later date is approved by someone other than the person who asked', 'approver-is-requester');
    if (extension.state !== 'requested') throw conflict('wrong-state', `The request is ${extension.state} already.`);
    await tx.because(
      `nonconformity.${decision === 'approved' ? 'approveExtension' : 'refuseExtension'}`,
      extension.reason,
    );
    if (decision === 'approved') {
      const column = (
        {
          containment: 'containmentDueOn',
          analysis: 'causesDueOn',
          planning: 'planDueOn',
          implementation: 'implementationDueOn',
          effectiveness: 'effectivenessCheckOn',
        } as const
      )[nc.state as 'containment'];
      if (!column || nc.dueOn !== extension.fromOn)
        throw conflict('step-changed', 'The record has moved on since the request.');
      await tx.update(nc, { [column]: extension.toOn, dueOn: extension.toOn, extensions: nc.extensions + 1 });
    }
    return tx.update(extension, { state: decision, decidedById: tx.actor.personId });
  }
}
