import { Injectable } from '@nestjs/common';
import { ActionService, type NonconformitySource, NonconformityService } from '#continual-improvement';
import { conflict, invalid, type Tx } from '#platform';
import type { RegisterAspect } from '../aspect/aspect.dto.js';
import { AspectService } from '../aspect/aspect.service.js';
import type { EnvironmentalReview } from '../environmental-review/environmental-review.entity.js';
import type { ReviewArea } from '../environmental-review/environmental-review-choices.js';
import type { PlanItemAction, ReportItemNonconformity } from './environmental-review-item.dto.js';
import type { EnvironmentalReviewItem } from './environmental-review-item.entity.js';
import { EnvironmentalReviewItemService } from './environmental-review-item.service.js';

/** Where a nonconformity comes from that was noticed in an area. */
const sourceOf: Record<ReviewArea, NonconformitySource> = {
  aspects: 'employee_report',
  obligations: 'compliance_evaluation',
  practices: 'employee_report',
  incidents: 'incident',
};

/**
 * Turns an observation into the record it leads to, once each, in one transaction. The history of the new record says
 * in which review it was observed, that of the item what it led to.
 */
@Injectable()
export class EnvironmentalReviewOutcomeService {
  constructor(
    private readonly items: EnvironmentalReviewItemService,
    private readonly aspects: AspectService,
    private readonly nonconformities: NonconformityService,
    private readonly actions: ActionService,
  ) {}

  /** 403 for who may not manage aspects, 409 when the item has an aspect or the review is closed. */
  registerAspect(tx: Tx, itemId: string, fields: RegisterAspect): Promise<EnvironmentalReviewItem> {
    return this.once(tx, itemId, 'aspectId', 'registerAspect', (_, review) =>
      this.aspects.register(tx, { ...fields, siteId: siteOf(review, fields.siteId) }),
    );
  }

  /** Raises and submits it. 422 for what the nonconformity lacks, 409 when the item has one or the review is closed. */
  reportNonconformity(tx: Tx, itemId: string, fields: ReportItemNonconformity): Promise<EnvironmentalReviewItem> {
    return this.once(tx, itemId, 'nonconformityId', 'reportNonconformity', (item, review) =>
      this.nonconformities.report(tx, {
        ...fields,
        evidence: fields.evidence ?? item.evidence ?? item.observation,
        statement: fields.statement ?? item.observation,
        clauses: fields.clauses ?? item.clauses,
        detectedOn: fields.detectedOn ?? tx.today,
        siteId: siteOf(review, fields.siteId),
        source: sourceOf[item.area],
        disciplines: ['environment'],
      }),
    );
  }

  /** 403 for who may not plan actions, 409 when the item has an action or the review is closed. */
  planAction(tx: Tx, itemId: string, fields: PlanItemAction): Promise<EnvironmentalReviewItem> {
    return this.once(tx, itemId, 'actionId', 'planAction', (_, review) =>
      this.actions.plan(tx, {
        ...fields,
        siteId: siteOf(review, fields.siteId),
        kind: 'improvement',
        disciplines: ['environment'],
      }),
    );
  }

  private async once(
    tx: Tx,
    itemId: string,
    field: 'aspectId' | 'nonconformityId' | 'actionId',
    act: string,
    make: (
      item: EnvironmentalReviewItem,
      review: EnvironmentalReview,
    ) => Promise<{ id: string; reference: string | null }>,
  ): Promise<EnvironmentalReviewItem> {
    const { item, review } = await this.items.claim(tx, itemId, 'follow');
    if (item[field] !== null)
      throw conflict('already-linked', 'The observation has led to such a record already.', `/${field}`);
    // The services name their own act and keep this reason.
    await tx.because(`environmentalReviewItem.${act}`, `Observed in ${review.reference}`);
    const { id, reference } = await make(item, review);
    await tx.because(`environmentalReviewItem.${act}`, `Led to ${reference}`);
    return tx.update(item, { [field]: id });
  }
}

/** The site of the review; one may be named only where the review is about the whole organisation. */
function siteOf({ siteId }: EnvironmentalReview, given: string | null | undefined): string | null {
  if (siteId !== null && given && given !== siteId)
    throw invalid({ code: 'other-site', field: '/siteId', message: 'The review is about another site.' });
  return siteId ?? given ?? null;
}
