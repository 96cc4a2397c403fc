import { Injectable, type OnModuleInit } from '@nestjs/common';
import { mayRead as mayReadNonconformity, Nonconformity, NonconformityService } from '#continual-improvement';
import { HistoryService } from '#evidence';
import {
  conflict,
  decide,
  findPage,
  forbidden,
  invalid,
  notFound,
  type Page,
  type PerformTransition,
  type Reason,
  transitionsOf,
  type Tx,
  readable,
} from '#platform';
import { requireEditable, within } from './nonconforming-output.check.js';
import type {
  EditNonconformingOutput,
  NonconformingOutputQuery,
  NonconformingOutputRow,
  NonconformingOutputView,
  OutputNonconformity,
  RecordNonconformingOutput,
} from './nonconforming-output.dto.js';
import { blank, effects } from './nonconforming-output.effects.js';
import { NonconformingOutput } from './nonconforming-output.entity.js';
import { mayRead, mayRecord } from './nonconforming-output.policy.js';
import {
  type NonconformingOutputAction,
  nonconformingOutputWorkflow,
  outstanding,
} from './nonconforming-output.workflow.js';
import { listColumns, outputWords, viewOutput, viewRow } from './nonconforming-output.view.js';

@Injectable()
export class NonconformingOutputService implements OnModuleInit {
  constructor(
    private readonly history: HistoryService,
    private readonly nonconformities: NonconformityService,
  ) {}

  /** Also before closing, for an output that is recorded when the causes are looked into already. */
  onModuleInit(): void {
    for (const action of ['analyse', 'closeCorrected', 'close'] as const)
      this.nonconformities.before(action, requireSettledOutput);
  }

  async list(tx: Tx, query: NonconformingOutputQuery): Promise<Page<NonconformingOutputRow>> {
    const page = await findPage(tx, NonconformingOutput, query, {
      columns: listColumns,
      sort: ['reference', 'updatedAt', 'product', 'decidedOn', 'concessionValidUntil', 'closedOn'],
      words: outputWords,
      where: [
        readable(tx.actor, 'nonconformingOutput:read'),
        query.state && ['r.state = :state', { state: query.state }],
        query.disposition && ['r.disposition = :disposition', { disposition: query.disposition }],
        query.foundAt && ['r.foundAt = :foundAt', { foundAt: query.foundAt }],
        query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
        query.nonconformityId && ['r.nonconformityId = :nonconformityId', { nonconformityId: query.nonconformityId }],
        query.open !== undefined && [query.open ? `r.state <> 'closed'` : `r.state = 'closed'`],
      ],
    });
    return { ...page, items: page.items.map(viewRow) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<NonconformingOutputView> {
    const output = await this.history.read(tx, NonconformingOutput, id, asOf);
    if (!mayRead(tx.actor, output)) throw notFound();
    return asOf ? viewOutput(output, []) : this.view(tx, output);
  }

  view(tx: Tx, output: NonconformingOutput): NonconformingOutputView {
    return viewOutput(output, transitionsOf(nonconformingOutputWorkflow, situation(tx, output)));
  }

  /** Records an output for a nonconformity or together with a new one. 403, 409 (closed, or it has one), 422. */
  async record(tx: Tx, request: RecordNonconformingOutput): Promise<NonconformingOutput> {
    const { nonconformity: raised, nonconformityId, siteId = null, ...fields } = request;
    if ((raised === undefined) === (nonconformityId === undefined))
      throw invalid({
        code: 'one-of-two',
        field: '/nonconformityId',
        message: 'Name the nonconformity, or describe a new one.',
      });
    const nonconformity = raised
      ? await this.raise(tx, siteId, raised)
      : await this.existing(tx, nonconformityId!, request.siteId);
    if (!mayRecord(tx.actor, { disciplines: ['quality'], siteId: nonconformity.siteId }))
      throw forbidden('You may not record nonconforming outputs at this site');
    await tx.because('nonconformingOutput.record');
    return tx.insert(NonconformingOutput, {
      ...blank(),
      ...fields,
      reference: await tx.nextReference('NCO'),
      siteId: nonconformity.siteId,
      nonconformityId: nonconformity.id,
      recordedById: tx.actor.personId,
    });
  }

  async edit(
    tx: Tx,
    id: string,
    version: number,
    { reason, ...changes }: EditNonconformingOutput,
  ): Promise<NonconformingOutput> {
    const output = await this.claim(tx, id, version);
    requireEditable(tx.actor, output, changes, tx.today);
    await tx.because('nonconformingOutput.edit', reason);
    return tx.update(output, changes);
  }

  async transition(
    tx: Tx,
    id: string,
    version: number,
    { action, reason }: PerformTransition,
  ): Promise<NonconformingOutput> {
    const output = await this.claim(tx, id, version);
    const decision = decide(nonconformingOutputWorkflow, action, { ...situation(tx, output), reason });
    await tx.because(`nonconformingOutput.${action}`, reason);
    return tx.update(output, { ...decision, ...effects[action as NonconformingOutputAction](output, tx) });
  }

  private async claim(tx: Tx, id: string, version: number): Promise<NonconformingOutput> {
    const output = await tx.claim(NonconformingOutput, id, version);
    if (!mayRead(tx.actor, output)) throw notFound();
    return output;
  }

  private raise(tx: Tx, siteId: string | null, fields: OutputNonconformity): Promise<Nonconformity> {
    return within('/nonconformity', () =>
      this.nonconformities.report(tx, { ...fields, siteId, source: 'inspection', disciplines: ['quality'] }),
    );
  }

  private async existing(tx: Tx, id: string, siteId: string | null | undefined): Promise<Nonconformity> {
    const nonconformity = await tx.find(Nonconformity, id);
    if (!nonconformity || !mayReadNonconformity(tx.actor, nonconformity))
      throw invalid({ code: 'unknown-reference', field: '/nonconformityId', message: 'There is no such record.' });
    if (!nonconformity.disciplines.includes('quality'))
      throw invalid({
        code: 'other-discipline',
        field: '/nonconformityId',
        message: 'A nonconforming output belongs to a nonconformity of quality.',
      });
    if (siteId !== undefined && siteId !== nonconformity.siteId)
      throw invalid({ code: 'other-site', field: '/siteId', message: 'The site is that of the nonconformity.' });
    if (nonconformity.state === 'closed' || nonconformity.state === 'rejected')
      throw conflict('wrong-state', `The nonconformity is ${nonconformity.state}.`, '/nonconformityId');
    return nonconformity;
  }
}

/** A nonconformity with an output waits until what becomes of the output is decided, conceded and verified. */
async function requireSettledOutput(tx: Tx, { id }: Nonconformity): Promise<Reason | undefined> {
  const [output] = await tx.all(NonconformingOutput, { nonconformityId: id });
  const reasons = output ? outstanding(output) : [];
  if (!output || reasons.length === 0) return undefined;
  return {
    code: 'output-open',
    message: `${output.reference} waits: ${reasons.map(({ message }) => message).join(' ')}`,
    values: { reference: output.reference },
  };
}

const situation = (tx: Tx, record: NonconformingOutput) => ({ actor: tx.actor, record, today: tx.today, facts: null });
