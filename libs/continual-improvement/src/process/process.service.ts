import { Injectable } from '@nestjs/common';
import { HistoryService } from '#evidence';
import { type Actor, findPage, forbidden, notFound, type Page, type Tx, readable } from '#platform';
import type { DescribeProcess, EditProcess, ProcessQuery } from './process.dto.js';
import { Process } from './process.entity.js';

const rowColumns = ['code', 'name', 'kind', 'disciplines', 'siteId', 'ownerId', 'retiredOn'] as const;

/** The map of processes is for everybody who works in one of its disciplines. */
export const mayRead = (actor: Actor, process: Process): boolean => actor.can('organisation:read', process);

/** In what a list looks for words. */
export const processWords = ['code', 'name', 'purpose'];

@Injectable()
export class ProcessService {
  constructor(private readonly history: HistoryService) {}

  list(tx: Tx, query: ProcessQuery): Promise<Page<Process>> {
    if (!tx.actor.can('organisation:read')) throw forbidden();
    const inUse = '(r.retiredOn IS NULL OR r.retiredOn > :today)';
    return findPage(tx, Process, query, {
      columns: rowColumns,
      sort: ['code', 'name'],
      words: processWords,
      where: [
        readable(tx.actor, 'organisation:read', query.discipline),
        query.kind && ['r.kind = :kind', { kind: query.kind }],
        query.siteId && ['r.siteId = :siteId', { siteId: query.siteId }],
        query.ownerId && ['r.ownerId = :ownerId', { ownerId: query.ownerId }],
        query.inUse !== undefined && [query.inUse ? inUse : `NOT ${inUse}`, { today: tx.today }],
      ],
    });
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<Process> {
    const process = await this.history.read(tx, Process, id, asOf);
    if (!mayRead(tx.actor, process)) throw notFound('process');
    return process;
  }

  async describe(tx: Tx, fields: DescribeProcess): Promise<Process> {
    if (!tx.actor.can('process:manage', fields)) throw forbidden();
    await tx.because('process.describe');
    return tx.insert(Process, {
      code: fields.code,
      name: fields.name,
      purpose: fields.purpose ?? null,
      kind: fields.kind,
      disciplines: fields.disciplines,
      siteId: fields.siteId ?? null,
      ownerId: fields.ownerId ?? null,
      inputs: fields.inputs ?? null,
      outputs: fields.outputs ?? null,
      retiredOn: null,
    });
  }

  /** Whoever changes a process must be able to manage it as it was and as it becomes. */
  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditProcess): Promise<Process> {
    const process = await tx.claim(Process, id, version);
    if (!mayRead(tx.actor, process)) throw notFound('process');
    const becomes = {
      disciplines: changes.disciplines ?? process.disciplines,
      siteId: changes.siteId === undefined ? process.siteId : changes.siteId,
    };
    if (!tx.actor.can('process:manage', process) || !tx.actor.can('process:manage', becomes)) throw forbidden();
    await tx.because(changes.retiredOn ? 'process.retire' : 'process.edit', reason);
    return tx.update(process, changes);
  }
}
