import { Injectable } from '@nestjs/common';
import { HistoryService } from '#evidence';
import {
  changeMany,
  type ChangeResults,
  conflict,
  decide,
  findPage,
  forbidden,
  invalid,
  isSame,
  notFound,
  type Page,
  type PerformTransition,
  shown,
  transitionsOf,
  type Tx,
  readable,
} from '#platform';
import { Nonconformity } from '../nonconformity/nonconformity.entity.js';
import { Action } from './action.entity.js';
import type { ActionQuery, ActionRow, ActionView, ChangeActions, EditAction, PlanAction } from './action.dto.js';
import { actionWorkflow, mayPlan, mayRead } from './action.workflow.js';

const finished = ['done', 'accepted', 'cancelled'];
const viewRow = (action: Action, today: string): ActionRow => ({
  ...shown(action),
  overdue: action.dueOn < today && !finished.includes(action.state),
});

/** In what a list looks for words. */
export const actionWords = ['reference', 'title', 'description'];

@Injectable()
export class ActionService {
  constructor(private readonly history: HistoryService) {}

  async list(tx: Tx, query: ActionQuery): Promise<Page<ActionRow>> {
    const page = await findPage(tx, Action, query, {
      sort: ['dueOn', 'reference', 'updatedAt', 'title'],
      words: actionWords,
      where: [
        readable(tx.actor, 'action:read', query.discipline),
        query.state && ['r.state = :state', { state: query.state }],
        query.kind && ['r.kind = :kind', { kind: query.kind }],
        query.ownerId && ['r.ownerId = :ownerId', { ownerId: query.ownerId }],
        query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
        query.nonconformityId && ['r.nonconformityId = :nonconformityId', { nonconformityId: query.nonconformityId }],
        query.open !== undefined && [
          query.open ? `r.state NOT IN ('accepted', 'cancelled')` : `r.state IN ('accepted', 'cancelled')`,
        ],
        query.overdue && ['r.dueOn < :today AND r.state NOT IN (:...finished)', { today: tx.today, finished }],
      ],
    });
    return { ...page, items: page.items.map((action) => viewRow(action, tx.today)) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<ActionView> {
    const action = await this.history.read(tx, Action, id, asOf);
    if (!mayRead(tx.actor, action)) throw notFound();
    return asOf ? { ...viewRow(action, tx.today), transitions: [] } : this.view(tx, action);
  }

  async view(tx: Tx, action: Action): Promise<ActionView> {
    return {
      ...viewRow(action, tx.today),
      transitions: transitionsOf(actionWorkflow, await this.situation(tx, action)),
    };
  }

  /** Plans an action; for a nonconformity while it can still be planned or done. */
  async plan(tx: Tx, { nonconformityId, ...fields }: PlanAction): Promise<Action> {
    const nonconformity = nonconformityId ? await tx.get(Nonconformity, nonconformityId, 'nonconformity') : null;
    const disciplines = nonconformity?.disciplines ?? fields.disciplines;
    if (!disciplines)
      throw invalid({ code: 'missing', field: '/disciplines', message: 'Name the discipline, or the nonconformity.' });
    const siteId = nonconformity ? nonconformity.siteId : (fields.siteId ?? null);
    if (!mayPlan(tx.actor, { disciplines, siteId }, nonconformity))
      throw forbidden('Actions are planned by the manager, the process owner or the case owner');
    if (nonconformity && !['containment', 'analysis', 'planning', 'implementation'].includes(nonconformity.state))
      throw conflict(
        'wrong-state',
        `Actions are planned between containment and implementation; the nonconformity is ${nonconformity.state}.`,
      );
    await tx.because('action.plan');
    return tx.insert(Action, {
      reference: await tx.nextReference('CA'),
      state: 'planned',
      kind: fields.kind ?? (nonconformity ? 'corrective' : 'improvement'),
      disciplines,
      siteId,
      nonconformityId: nonconformity?.id ?? null,
      cycle: nonconformity?.cycle ?? null,
      causeId: fields.causeId ?? null,
      title: fields.title,
      description: fields.description ?? null,
      deliverable: fields.deliverable ?? null,
      ownerId: fields.ownerId,
      dueOn: fields.dueOn,
      originalDueOn: fields.dueOn,
      completion: null,
      doneOn: null,
      acceptedOn: null,
      acceptedById: null,
      flags: [],
    });
  }

  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditAction): Promise<Action> {
    const action = await tx.claim(Action, id, version);
    const { nonconformity } = (await this.situation(tx, action)).facts;
    if (!mayRead(tx.actor, action)) throw notFound();
    const plans = mayPlan(tx.actor, action, nonconformity);
    const fields = Object.keys(changes).filter((key) => changes[key as keyof typeof changes] !== undefined);
    if (!plans && !(isSame(tx.actor, action.ownerId) && fields.every((field) => field === 'completion')))
      throw forbidden('The owner may write down what was done; the rest is for who planned it', 'not-the-planner');
    if (action.state === 'accepted' || action.state === 'cancelled')
      throw conflict('record-closed', `The action is ${action.state}; it can be read, not changed.`);
    const explained = (['ownerId', 'dueOn'] as const).filter(
      (field) => changes[field] !== undefined && changes[field] !== action[field],
    );
    if (explained.length > 0 && !reason)
      throw invalid(
        ...explained.map((field) => ({ code: 'reason-required', field: `/${field}`, message: 'Say why it changes.' })),
      );
    await tx.because('action.edit', reason);
    return tx.update(action, changes);
  }

  /** Changes many; the rows that are refused say why. */
  changeMany(tx: Tx, { records, reason, ownerId, dueOn }: ChangeActions): Promise<ChangeResults> {
    const changes = { ownerId, dueOn };
    return changeMany(tx, { records, changes }, (id, version) => this.edit(tx, id, version, { ...changes, reason }));
  }

  async transition(tx: Tx, id: string, version: number, { action: name, reason }: PerformTransition): Promise<Action> {
    const action = await tx.claim(Action, id, version);
    if (!mayRead(tx.actor, action)) throw notFound();
    const decision = decide(actionWorkflow, name, { ...(await this.situation(tx, action)), reason });
    await tx.because(`action.${name}`, reason);
    return tx.update(action, {
      ...decision,
      ...(decision.state === 'done' && { doneOn: tx.today }),
      ...(decision.state === 'accepted' && { acceptedOn: tx.today, acceptedById: tx.actor.personId }),
    });
  }

  private async situation(tx: Tx, record: Action) {
    const nonconformity = record.nonconformityId ? await tx.find(Nonconformity, record.nonconformityId) : null;
    return { actor: tx.actor, record, today: tx.today, facts: { nonconformity } };
  }
}
