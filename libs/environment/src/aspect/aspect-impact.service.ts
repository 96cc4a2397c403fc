import { Injectable } from '@nestjs/common';
import { notFound, type Tx } from '#platform';
import type { DescribeImpact, EditImpact } from './aspect.dto.js';
import { Aspect, AspectImpact } from './aspect.entity.js';
import { mayRead } from './aspect.policy.js';
import { AspectService } from './aspect.service.js';

@Injectable()
export class AspectImpactService {
  constructor(private readonly aspects: AspectService) {}

  /** All impacts of an aspect, the withdrawn ones too. */
  async list(tx: Tx, aspectId: string): Promise<AspectImpact[]> {
    const aspect = await tx.get(Aspect, aspectId);
    if (!mayRead(tx.actor, aspect)) throw notFound();
    return tx.all(AspectImpact, { aspectId });
  }

  async describe(tx: Tx, aspectId: string, fields: DescribeImpact): Promise<AspectImpact> {
    const aspect = await this.aspects.claimForEdit(tx, aspectId);
    await tx.because('aspect.describeImpact');
    return tx.insert(AspectImpact, { ...fields, aspectId, siteId: aspect.siteId, withdrawnOn: null });
  }

  async edit(
    tx: Tx,
    aspectId: string,
    id: string,
    version: number,
    { reason, ...changes }: EditImpact,
  ): Promise<AspectImpact> {
    await this.aspects.claimForEdit(tx, aspectId);
    const impact = await tx.claim(AspectImpact, id, version);
    if (impact.aspectId !== aspectId) throw notFound();
    await tx.because('aspect.editImpact', reason);
    return tx.update(impact, changes);
  }
}
