import { Injectable } from '@nestjs/common';
import { requireKnownClauses } from '#continual-improvement';
import { HistoryService } from '#evidence';
import { findPage, invalid, notFound, type Page, type Tx } from '#platform';
import { EnvironmentalReview } from '../environmental-review/environmental-review.entity.js';
import { mayRead } from '../environmental-review/environmental-review.policy.js';
import { EnvironmentalReviewService } from '../environmental-review/environmental-review.service.js';
import type {
  EditReviewItem,
  EnvironmentalReviewItemView,
  RecordReviewItem,
  ReviewItemQuery,
} from './environmental-review-item.dto.js';
import { EnvironmentalReviewItem } from './environmental-review-item.entity.js';
import { viewItems } from './environmental-review-item.view.js';

@Injectable()
export class EnvironmentalReviewItemService {
  constructor(
    private readonly reviews: EnvironmentalReviewService,
    private readonly history: HistoryService,
  ) {}

  /** The items of a review, in the order they were recorded unless another one is asked for. */
  async list(tx: Tx, reviewId: string, query: ReviewItemQuery): Promise<Page<EnvironmentalReviewItemView>> {
    if (!mayRead(tx.actor, await tx.get(EnvironmentalReview, reviewId))) throw notFound();
    const page = await findPage(
      tx,
      EnvironmentalReviewItem,
      { ...query, sort: query.sort ?? 'createdAt' },
      {
        sort: ['area', 'updatedAt'],
        words: ['observation', 'evidence'],
        where: [
          ['r.reviewId = :reviewId', { reviewId }],
          query.area && ['r.area = :area', { area: query.area }],
          query.rating && ['r.rating = :rating', { rating: query.rating }],
        ],
      },
    );
    return { ...page, items: await viewItems(tx, page.items) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<EnvironmentalReviewItemView> {
    const item = await this.history.read(tx, EnvironmentalReviewItem, id, asOf);
    if (!mayRead(tx.actor, item)) throw notFound();
    return this.view(tx, item);
  }

  async view(tx: Tx, item: EnvironmentalReviewItem): Promise<EnvironmentalReviewItemView> {
    const [view] = await viewItems(tx, [item]);
    return view!;
  }

  /** Writes down an observation while the review is in progress. 403 outside its team, 409 in another state. */
  async record(tx: Tx, reviewId: string, fields: RecordReviewItem): Promise<EnvironmentalReviewItem> {
    const review = await this.reviews.claimForItems(tx, reviewId, 'record');
    const item = { ...blank(), ...fields };
    requireUnit(item);
    requireKnownClauses(fields.clauses);
    await tx.because('environmentalReviewItem.record');
    return tx.insert(EnvironmentalReviewItem, {
      ...item,
      reviewId,
      disciplines: review.disciplines,
      siteId: review.siteId,
      recordedById: tx.actor.personId,
    });
  }

  async edit(tx: Tx, id: string, version: number, changes: EditReviewItem): Promise<EnvironmentalReviewItem> {
    const { item } = await this.claim(tx, id, 'record', version);
    requireUnit({ ...item, ...changes });
    requireKnownClauses(changes.clauses);
    await tx.because('environmentalReviewItem.edit');
    return tx.update(item, changes);
  }

  /** Locks the review and then its item, always in this order. */
  async claim(
    tx: Tx,
    id: string,
    purpose: 'record' | 'follow',
    version?: number,
  ): Promise<{ item: EnvironmentalReviewItem; review: EnvironmentalReview }> {
    const { reviewId } = await tx.get(EnvironmentalReviewItem, id);
    const review = await this.reviews.claimForItems(tx, reviewId, purpose);
    return { review, item: await tx.claim(EnvironmentalReviewItem, id, version) };
  }
}

function requireUnit({ quantity, unit }: Pick<EnvironmentalReviewItem, 'quantity' | 'unit'>): void {
  if (quantity !== null && unit === null)
    throw invalid({ code: 'missing', field: '/unit', message: 'A quantity needs its unit.' });
}

const blank = () => ({
  quantity: null,
  unit: null,
  evidence: null,
  clauses: [],
  aspectId: null,
  nonconformityId: null,
  actionId: null,
});
