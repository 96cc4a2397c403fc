import { Injectable } from '@nestjs/common';
import { type Nonconformity, NonconformityService } from '#continual-improvement';
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
  transitionsOf,
  type Tx,
  readable,
} from '#platform';
import {
  type ComplaintQuery,
  type ComplaintRow,
  type ComplaintView,
  type EditComplaint,
  intakeFields,
  type RaiseComplaintNonconformity,
  type RegisterComplaint,
} from './complaint.dto.js';
import { blank, effects } from './complaint.effects.js';
import { Complaint } from './complaint.entity.js';
import { mayCorrect, mayHandle, mayRead, mayRegister } from './complaint.policy.js';
import { type ComplaintAction, complaintWorkflow } from './complaint.workflow.js';
import { requirePossibleDays, requireReason, refuseLocked } from './complaint.check.js';
import { daysToAcknowledge, listColumns, complaintWords, viewComplaint, viewRow } from './complaint.view.js';

@Injectable()
export class ComplaintService {
  constructor(
    private readonly history: HistoryService,
    private readonly nonconformities: NonconformityService,
  ) {}

  async list(tx: Tx, query: ComplaintQuery): Promise<Page<ComplaintRow>> {
    const page = await findPage(tx, Complaint, query, {
      columns: listColumns,
      sort: ['receivedOn', 'reference', 'updatedAt', 'customer', 'closedOn'],
      words: complaintWords,
      where: [
        readable(tx.actor, 'complaint:read'),
        query.state && ['r.state = :state', { state: query.state }],
        query.seriousness && ['r.seriousness = :seriousness', { seriousness: query.seriousness }],
        query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
        query.processId && ['r.processId = :processId', { processId: query.processId }],
        query.ownerId && ['r.ownerId = :ownerId', { ownerId: query.ownerId }],
        query.nonconformityId && ['r.nonconformityId = :nonconformityId', { nonconformityId: query.nonconformityId }],
        query.receivedFrom && ['r.receivedOn >= :from', { from: query.receivedFrom }],
        query.receivedUntil && ['r.receivedOn <= :until', { until: query.receivedUntil }],
        query.justified !== undefined && ['r.justified = :justified', { justified: query.justified }],
        query.open !== undefined && [query.open ? `r.state <> 'closed'` : `r.state = 'closed'`],
        query.acknowledgementLate !== undefined && [
          `(coalesce(r.acknowledged_on, :today::date) > r.received_on + :days::integer) = :late`,
          { today: tx.today, days: daysToAcknowledge, late: query.acknowledgementLate },
        ],
      ],
    });
    return { ...page, items: page.items.map((complaint) => viewRow(complaint, tx.today)) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<ComplaintView> {
    const complaint = await this.history.read(tx, Complaint, id, asOf);
    if (!mayRead(tx.actor, complaint)) throw notFound();
    return asOf ? viewComplaint(complaint, [], tx.today) : this.view(tx, complaint);
  }

  async view(tx: Tx, complaint: Complaint): Promise<ComplaintView> {
    const transitions = transitionsOf(complaintWorkflow, await this.situation(tx, complaint));
    return viewComplaint(complaint, transitions, tx.today);
  }

  /** Takes a complaint down. 403 where the caller may not, 422 for a day to come or an unknown original. */
  async register(tx: Tx, fields: RegisterComplaint): Promise<Complaint> {
    const complaint = { ...blank(), ...fields, registeredById: tx.actor.personId };
    if (!mayRegister(tx.actor, complaint)) throw forbidden('You may not register a complaint at this site');
    requirePossibleDays(complaint, tx.today);
    await this.requireOriginal(tx, fields.duplicateOfId);
    await tx.because('complaint.register');
    return tx.insert(Complaint, {
      ...complaint,
      lateEntry: Date.parse(tx.today) - Date.parse(fields.receivedOn) > 86_400_000,
      reference: await tx.nextReference('CMP'),
    });
  }

  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditComplaint): Promise<Complaint> {
    const complaint = await this.claim(tx, id, version);
    const given = (Object.keys(changes) as (keyof typeof changes)[]).filter((field) => changes[field] !== undefined);
    const may = given.every((field) => intakeFields.includes(field)) ? mayCorrect : mayHandle;
    if (!may(tx.actor, complaint))
      throw forbidden('Only the owner of the complaint or the quality manager may change this', 'not-the-owner');
    refuseLocked(complaint, given);
    requireReason(complaint, changes, reason);
    requirePossibleDays({ ...complaint, ...changes }, tx.today);
    await this.requireOriginal(tx, changes.duplicateOfId, id);
    await tx.because('complaint.edit', reason);
    return tx.update(complaint, changes);
  }

  async transition(tx: Tx, id: string, version: number, { action, reason }: PerformTransition): Promise<Complaint> {
    const complaint = await this.claim(tx, id, version);
    const decision = decide(complaintWorkflow, action, { ...(await this.situation(tx, complaint)), reason });
    await tx.because(`complaint.${action}`, reason);
    return tx.update(complaint, { ...decision, ...effects[action as ComplaintAction](complaint, tx.today) });
  }

  /** Raises the one nonconformity that a justified complaint leads to, and links it. 409 before that is settled or twice. */
  async raiseNonconformity(
    tx: Tx,
    id: string,
    fields: RaiseComplaintNonconformity,
  ): Promise<{ complaint: Complaint; nonconformity: Nonconformity }> {
    const complaint = await this.claim(tx, id);
    if (!mayHandle(tx.actor, complaint))
      throw forbidden('This is for the owner of the complaint or the quality manager', 'not-the-owner');
    if (complaint.nonconformityId !== null)
      throw conflict('raised-already', 'The complaint has led to a nonconformity already.', '/nonconformityId');
    if (!['assessed', 'answered'].includes(complaint.state))
      throw conflict('wrong-state', `The complaint is ${complaint.state}; it must be assessed and open.`, '/state');
    if (!complaint.justified)
      throw conflict('not-justified', 'Only a justified complaint leads to a nonconformity.', '/justified');
    const nonconformity = await this.nonconformities.report(tx, {
      title: `Complaint ${complaint.reference}`,
      siteId: complaint.siteId,
      processId: complaint.processId,
      evidence: complaint.description,
      statement: complaint.assessment,
      ownerId: complaint.ownerId,
      ...fields,
      source: 'customer_complaint',
      disciplines: ['quality'],
      detectedOn: complaint.receivedOn,
    });
    await tx.because('complaint.raiseNonconformity');
    return { complaint: await tx.update(complaint, { nonconformityId: nonconformity.id }), nonconformity };
  }

  private async claim(tx: Tx, id: string, version?: number): Promise<Complaint> {
    const complaint = await tx.claim(Complaint, id, version);
    if (!mayRead(tx.actor, complaint)) throw notFound();
    return complaint;
  }

  private async requireOriginal(tx: Tx, duplicateOfId: string | null | undefined, id?: string): Promise<void> {
    if (!duplicateOfId) return;
    if (duplicateOfId === id)
      throw invalid({ code: 'repeats-itself', field: '/duplicateOfId', message: 'A complaint cannot repeat itself.' });
    if (!(await tx.find(Complaint, duplicateOfId)))
      throw invalid({ code: 'unknown-reference', field: '/duplicateOfId', message: 'There is no such record.' });
  }

  private async situation(tx: Tx, record: Complaint) {
    const original = record.duplicateOfId ? await tx.find(Complaint, record.duplicateOfId) : null;
    return { actor: tx.actor, record, today: tx.today, facts: { original } };
  }
}
