import { Injectable } from '@nestjs/common';
import { HistoryService, SignatureService } from '#evidence';
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
  type Reason,
  signingOf,
  Site,
  transitionsOf,
  type Tx,
} from '#platform';
import { Action } from '../action/action.entity.js';
import { requireKnownClauses } from '../standard/clause-check.js';
import { dueDates } from './due-dates.js';
import { nonconformityConditions } from './nonconformity.conditions.js';
import { gradeOf } from './grading.js';
import {
  type ChangeNonconformities,
  type EditNonconformity,
  type NonconformityQuery,
  NonconformityRow,
  type NonconformityView,
  type RaiseNonconformity,
} from './nonconformity.dto.js';
import { NonconformityCycle } from './nonconformity-cycle.entity.js';
import { EffectivenessCheck, Nonconformity } from './nonconformity.entity.js';
import { mayHandle, mayRaise, mayRead, mayTriage, type NonconformityFacts } from './nonconformity.policy.js';
import {
  blank,
  isLate,
  needsReason,
  refuseLocked,
  refuseOwnDowngrade,
  requireSoundAnalysis,
} from './nonconformity.rules.js';
import { type NonconformityAction, nonconformityWorkflow } from './nonconformity.workflow.js';
import { listColumns, nonconformityWords, stepDueOn, viewNonconformity, viewRow } from './nonconformity.view.js';

/** Asked before an action is taken; answers why it must wait, or nothing. For the libraries of one discipline. */
export type Demand = (tx: Tx, nonconformity: Nonconformity) => Promise<Reason | undefined>;

@Injectable()
export class NonconformityService {
  private readonly demands: { action: NonconformityAction; demand: Demand }[] = [];

  constructor(
    private readonly history: HistoryService,
    private readonly signatures: SignatureService,
  ) {}

  /** The one way in which a discipline adds a condition to the shared workflow. */
  before(action: NonconformityAction, demand: Demand): void {
    this.demands.push({ action, demand });
  }

  async list(tx: Tx, query: NonconformityQuery): Promise<Page<NonconformityRow>> {
    const page = await findPage(tx, Nonconformity, query, {
      columns: listColumns,
      sort: ['dueOn', 'detectedOn', 'reference', 'updatedAt', 'title', 'closedOn'],
      words: nonconformityWords,
      where: nonconformityConditions(tx, query),
    });
    return { ...page, items: page.items.map((nonconformity) => viewRow(nonconformity, tx.today)) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<NonconformityView> {
    const nonconformity = await this.history.read(tx, Nonconformity, id, asOf);
    if (!mayRead(tx.actor, nonconformity)) throw notFound();
    return asOf ? viewNonconformity(nonconformity, [], tx.today) : this.view(tx, nonconformity);
  }

  async view(tx: Tx, nonconformity: Nonconformity): Promise<NonconformityView> {
    return viewNonconformity(
      nonconformity,
      transitionsOf(nonconformityWorkflow, await this.situation(tx, nonconformity)),
      tx.today,
    );
  }

  /** Writes one down as a draft. 403 where the caller may not raise it, 422 for unknown clauses. */
  async raise(tx: Tx, fields: RaiseNonconformity): Promise<Nonconformity> {
    if (!mayRaise(tx.actor, { disciplines: fields.disciplines, siteId: fields.siteId ?? null }))
      throw forbidden('You may not raise a nonconformity of this discipline and site');
    requireKnownClauses(fields.clauses);
    return tx.insert(
      Nonconformity,
      this.graded(tx, {
        ...blank(),
        ...fields,
        lateEntry: isLate(fields.detectedOn, tx.today),
        raisedById: tx.actor.personId,
      }),
    );
  }

  /** Raises and submits in one go: for findings, complaints, reviews and imports. */
  async report(tx: Tx, fields: RaiseNonconformity): Promise<Nonconformity> {
    const draft = await this.raise(tx, fields);
    return this.move(tx, draft, { action: 'submit' });
  }

  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditNonconformity): Promise<Nonconformity> {
    const nonconformity = await tx.claim(Nonconformity, id, version);
    if (!mayRead(tx.actor, nonconformity)) throw notFound();
    const given = Object.keys(changes).filter(
      (key) => changes[key as keyof typeof changes] !== undefined,
    ) as (keyof Nonconformity)[];
    const may =
      nonconformity.state === 'draft'
        ? isSame(tx.actor, nonconformity.raisedById) || mayTriage(tx.actor, nonconformity)
        : mayHandle(tx.actor, nonconformity) || isSame(tx.actor, nonconformity.verifierId);
    if (!may) throw forbidden('Only the case owner, the investigator or the manager may change this', 'not-the-owner');
    refuseLocked(nonconformity, given);
    if (changes.ownerId === null && nonconformity.ownerId !== null && !['draft', 'open'].includes(nonconformity.state))
      throw invalid({
        code: 'owner-required',
        field: '/ownerId',
        message: 'What was accepted has an owner; name another one.',
      });
    requireKnownClauses(changes.clauses);
    requireSoundAnalysis(nonconformity, changes);
    const explained = given.filter(
      (field) =>
        needsReason.has(field) &&
        JSON.stringify(nonconformity[field]) !== JSON.stringify(changes[field as keyof typeof changes]),
    );
    if (nonconformity.state !== 'draft' && explained.length > 0 && !reason)
      throw invalid(
        ...explained.map((field) => ({
          code: 'reason-required',
          field: `/${field}`,
          message: 'Say why: this was submitted already.',
        })),
      );
    const before = nonconformity.grade;
    const graded = this.graded(tx, { ...nonconformity, ...changes });
    refuseOwnDowngrade(tx, nonconformity, before, graded.grade);
    await tx.because('nonconformity.edit', reason);
    return tx.update(nonconformity, { ...changes, grade: graded.grade, gradedById: graded.gradedById });
  }

  /** Changes many; the rows that are refused say why. */
  changeMany(tx: Tx, { records, reason, ownerId, dueOn }: ChangeNonconformities): Promise<ChangeResults> {
    return changeMany(tx, { records, changes: { ownerId, dueOn } }, async (id, version) => {
      if (dueOn === undefined) return this.edit(tx, id, version, { ownerId, reason });
      if (!mayRead(tx.actor, await tx.claim(Nonconformity, id, version))) throw notFound();
      throw conflict(
        'due-date-by-extension',
        'The due date of a nonconformity moves by a request for a later one, which someone else approves.',
        '/dueOn',
      );
    });
  }

  async transition(tx: Tx, id: string, version: number, step: PerformTransition): Promise<Nonconformity> {
    const nonconformity = await tx.claim(Nonconformity, id, version);
    if (!mayRead(tx.actor, nonconformity)) throw notFound();
    return this.move(tx, nonconformity, step);
  }

  private async move(
    tx: Tx,
    nonconformity: Nonconformity,
    { action, reason, signature }: PerformTransition,
  ): Promise<Nonconformity> {
    const situation = { ...(await this.situation(tx, nonconformity)), reason, signature };
    const decision = decide(nonconformityWorkflow, action, situation);
    await tx.because(`nonconformity.${action}`, reason);
    const effects = await this.effects(tx, nonconformity, action as NonconformityAction, reason ?? null);
    const after = { ...nonconformity, ...decision, ...effects };
    const moved = await tx.update(nonconformity, { ...decision, ...effects, dueOn: stepDueOn(after) });
    await this.signatures.sign(tx, moved, signingOf(nonconformityWorkflow, action, situation), signature);
    return moved;
  }

  /** What a step sets besides the state. */
  private async effects(
    tx: Tx,
    nc: Nonconformity,
    action: NonconformityAction,
    reason: string | null,
  ): Promise<Partial<Nonconformity>> {
    switch (action) {
      case 'submit':
        return { reference: await tx.nextReference('NC'), openedOn: tx.today };
      case 'appeal':
        return { appeals: nc.appeals + 1 };
      case 'accept': {
        const site = nc.siteId ? await tx.find(Site, nc.siteId) : null;
        const due = dueDates(
          nc.openedOn ?? tx.today,
          nc.grade!,
          site ? { workingDays: site.workingDays, holidays: site.holidays } : undefined,
        );
        return {
          containmentDueOn: due.containment,
          causesDueOn: due.causes,
          planDueOn: due.plan,
          implementationDueOn: due.implementation,
          originalDueOn: due.implementation,
        };
      }
      case 'analyse':
        return { containedOn: tx.today };
      case 'acceptCauses':
        return { causesAcceptedOn: tx.today };
      case 'returnToAnalysis':
        return { causesAcceptedOn: null };
      case 'approvePlan':
        return { planApprovedOn: tx.today };
      case 'completeImplementation':
        return { implementedOn: tx.today };
      case 'closeCorrected':
        return { containedOn: tx.today, closedOn: tx.today, correctionOnly: true };
      case 'close':
        return { closedOn: tx.today };
      case 'repeatPlanning':
        return this.beginCycle(tx, nc, reason);
      case 'repeatAnalysis':
      case 'reopen':
        return { ...(await this.beginCycle(tx, nc, reason)), causesAcceptedOn: null };
      default:
        return {};
    }
  }

  /** The old cycle is kept as it stood; the new one starts from its analysis. */
  private async beginCycle(tx: Tx, nc: Nonconformity, reason: string | null): Promise<Partial<Nonconformity>> {
    await tx.insert(NonconformityCycle, {
      nonconformityId: nc.id,
      siteId: nc.siteId,
      cycle: nc.cycle,
      endedOn: tx.today,
      reason: reason ?? '',
      fiveWhys: nc.fiveWhys,
      ishikawa: nc.ishikawa,
      effectivenessCriterion: nc.effectivenessCriterion,
      implementedOn: nc.implementedOn,
      closedOn: nc.closedOn,
    });
    return {
      cycle: nc.cycle + 1,
      closedOn: null,
      planApprovedOn: null,
      implementedOn: null,
      correctionOnly: false,
      effectivenessCheckOn: null,
    };
  }

  private async situation(tx: Tx, record: Nonconformity) {
    const unplanned = ['draft', 'open', 'rejected'].includes(record.state);
    const actions = unplanned ? [] : await tx.all(Action, { nonconformityId: record.id, cycle: record.cycle });
    const [check] =
      record.state === 'effectiveness'
        ? (await tx.all(EffectivenessCheck, { nonconformityId: record.id, cycle: record.cycle })).slice(-1)
        : [];
    const demands: NonconformityFacts['demands'] = [];
    for (const { action, demand } of this.demands) {
      if (!nonconformityWorkflow[action].from.some((state) => state === record.state)) continue;
      const reason = await demand(tx, record);
      if (reason) demands.push({ action, reason });
    }
    return { actor: tx.actor, record, today: tx.today, facts: { actions, check: check ?? null, demands } };
  }

  private graded<N extends Omit<Nonconformity, 'orgId' | 'id' | 'version' | 'createdAt' | 'updatedAt'>>(
    tx: Tx,
    fields: N,
  ): N {
    if (!fields.severity || !fields.extent) return { ...fields, grade: null, gradedById: null };
    const { grade } = gradeOf(fields.severity, fields.extent, {
      recurrence: fields.recurrenceOfId !== null,
      legalBreach: fields.legalBreach,
    });
    return { ...fields, grade, gradedById: grade === fields.grade ? fields.gradedById : tx.actor.personId };
  }

  /** Nonconformities of the same process found after the implementation: the verifier must look at them. */
  async similarInWindow(tx: Tx, nc: Nonconformity): Promise<Nonconformity[]> {
    if (!nc.processId || !nc.implementedOn) return [];
    return tx.manager
      .createQueryBuilder(Nonconformity, 'r')
      .where('r.orgId = :org AND r.processId = :process AND r.id <> :id AND r.detectedOn >= :from', {
        org: nc.orgId,
        process: nc.processId,
        id: nc.id,
        from: nc.implementedOn,
      })
      .orderBy('r.id')
      .limit(50)
      .getMany();
  }

  async cycles(tx: Tx, id: string): Promise<NonconformityCycle[]> {
    await this.get(tx, id);
    return tx.all(NonconformityCycle, { nonconformityId: id });
  }
}
