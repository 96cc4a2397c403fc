import { Injectable } from '@nestjs/common';
import { HistoryService, SignatureService } from '#evidence';
import {
  conflict,
  decide,
  type Discipline,
  findPage,
  forbidden,
  notFound,
  type Page,
  type PerformTransition,
  signingOf,
  transitionsOf,
  type Tx,
} from '#platform';
import { refuseLocked, requireReason, requireSound } from './environmental-review.check.js';
import type {
  EditEnvironmentalReview,
  EnvironmentalReviewQuery,
  EnvironmentalReviewRow,
  EnvironmentalReviewView,
  PlanEnvironmentalReview,
} from './environmental-review.dto.js';
import { EnvironmentalReview } from './environmental-review.entity.js';
import { mayConduct, mayPlan, mayRead, mayRecord } from './environmental-review.policy.js';
import { countItems, listColumns, reviewWords, viewReview, viewRow } from './environmental-review.view.js';
import { environmentalReviewWorkflow, type ReviewAction } from './environmental-review.workflow.js';

const closed = ['approved', 'cancelled'];

@Injectable()
export class EnvironmentalReviewService {
  constructor(
    private readonly history: HistoryService,
    private readonly signatures: SignatureService,
  ) {}

  async list(tx: Tx, query: EnvironmentalReviewQuery): Promise<Page<EnvironmentalReviewRow>> {
    const sites = tx.actor.sitesFor('environmentalReview:read', 'environment');
    const page = await findPage(tx, EnvironmentalReview, query, {
      columns: listColumns,
      sort: ['dueOn', 'reference', 'title', 'updatedAt', 'approvedOn'],
      words: reviewWords,
      where: [
        ['r.disciplines && :readable', { readable: tx.actor.disciplinesFor('environmentalReview:read') }],
        sites && ['(r.siteId IS NULL OR r.siteId = ANY (:sites))', { sites }],
        query.kind && ['r.kind = :kind', { kind: query.kind }],
        query.state && ['r.state = :state', { state: query.state }],
        query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
        query.leadId && ['r.leadId = :leadId', { leadId: query.leadId }],
        query.overdue && ['r.dueOn < :today AND r.state NOT IN (:...closed)', { today: tx.today, closed }],
      ],
    });
    const countsOf = await countItems(
      tx,
      page.items.map(({ id }) => id),
    );
    return { ...page, items: page.items.map((review) => viewRow(review, countsOf(review.id), tx.today)) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<EnvironmentalReviewView> {
    const review = await this.history.read(tx, EnvironmentalReview, id, asOf);
    if (!mayRead(tx.actor, review)) throw notFound();
    return asOf ? viewReview(review, null, [], tx.today) : this.view(tx, review);
  }

  async view(tx: Tx, review: EnvironmentalReview): Promise<EnvironmentalReviewView> {
    const situation = await this.situation(tx, review);
    const transitions = transitionsOf(environmentalReviewWorkflow, situation);
    return viewReview(review, situation.facts.itemCounts, transitions, tx.today);
  }

  /** Plans a review. 403 where the caller may not conduct one, 422 for what does not fit together. */
  async plan(tx: Tx, fields: PlanEnvironmentalReview): Promise<EnvironmentalReview> {
    const review = { ...blank(), ...fields, authorId: tx.actor.personId };
    if (!mayPlan(tx.actor, review))
      throw forbidden('Environmental reviews are planned by the environmental manager of this site');
    await requireSound(tx, review);
    await tx.because('environmentalReview.plan');
    const reference = await tx.nextReference(fields.kind === 'initial' ? 'IER' : 'ER');
    return tx.insert(EnvironmentalReview, { ...review, reference });
  }

  async edit(
    tx: Tx,
    id: string,
    version: number,
    { reason, ...changes }: EditEnvironmentalReview,
  ): Promise<EnvironmentalReview> {
    const review = await this.claim(tx, id, version);
    if (!mayConduct(tx.actor, review))
      throw forbidden(
        'Only the environmental manager or the person who leads the review may change it',
        'not-the-lead',
      );
    refuseLocked(review);
    requireReason(review, changes, reason);
    await requireSound(tx, { ...review, ...changes });
    await tx.because('environmentalReview.edit', reason);
    return tx.update(review, changes);
  }

  async transition(
    tx: Tx,
    id: string,
    version: number,
    { action, reason, signature }: PerformTransition,
  ): Promise<EnvironmentalReview> {
    const review = await this.claim(tx, id, version);
    const situation = { ...(await this.situation(tx, review)), reason, signature };
    const decision = decide(environmentalReviewWorkflow, action, situation);
    await tx.because(`environmentalReview.${action}`, reason);
    const moved = await tx.update(review, { ...decision, ...effects(action as ReviewAction, tx) });
    await this.signatures.sign(tx, moved, signingOf(environmentalReviewWorkflow, action, situation), signature);
    return moved;
  }

  /**
   * Locks a review whose items this person wants to record or, with `follow`, to turn into other records, which is
   * still possible while it waits for approval. 404, 403, and 409 in another state.
   */
  async claimForItems(tx: Tx, id: string, purpose: 'record' | 'follow'): Promise<EnvironmentalReview> {
    const review = await this.claim(tx, id);
    if (!mayRecord(tx.actor, review))
      throw forbidden('This is for the environmental manager and the team of the review', 'not-in-the-team');
    if (purpose === 'record' || review.state !== 'in_review') refuseLocked(review);
    if (review.state === 'planned')
      throw conflict('wrong-state', 'Start the review before you record observations.', '/state');
    return review;
  }

  private async claim(tx: Tx, id: string, version?: number): Promise<EnvironmentalReview> {
    const review = await tx.claim(EnvironmentalReview, id, version);
    if (!mayRead(tx.actor, review)) throw notFound();
    return review;
  }

  private async situation(tx: Tx, record: EnvironmentalReview) {
    const countsOf = await countItems(tx, [record.id]);
    return { actor: tx.actor, record, today: tx.today, facts: { itemCounts: countsOf(record.id) } };
  }
}

/** What a step sets besides the state. */
function effects(action: ReviewAction, { actor, today }: Tx): Partial<EnvironmentalReview> {
  if (action === 'submit') return { submittedById: actor.personId, submittedOn: today };
  if (action === 'approve') return { approvedById: actor.personId, approvedOn: today };
  return {};
}

/** A review of which nothing was filled in yet. */
const blank = () => ({
  state: 'planned' as const,
  disciplines: ['environment'] as Discipline[],
  siteId: null,
  previousReviewId: null,
  periodFrom: null,
  periodTo: null,
  methods: [],
  sources: [],
  teamIds: [],
  baseline: [],
  aspectsNote: null,
  obligationsNote: null,
  practicesNote: null,
  incidentsNote: null,
  conclusions: null,
  priorities: [],
  submittedById: null,
  submittedOn: null,
  approvedById: null,
  approvedOn: null,
  flags: [],
});
