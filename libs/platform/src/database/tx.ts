import pg from 'pg';
import type { DataSource, EntityManager, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { v7 as uuidv7 } from 'uuid';
import { notFound, stale } from '../http/problem.js';
import type { Actor } from '../identity/actor.js';
import { insertStatement } from './insert-statement.js';
import type { RecordEntity } from './record.entity.js';

/** Through what a change came; part of every line of history. */
export type Via = 'ui' | 'api' | 'job' | 'import' | 'migration' | 'restore' | 'demo';

export interface TxOptions {
  via: Via;
  /** The id of the request or job, for the history. */
  requestId: string;
  /** A claim of another day, for imports and demonstration only; recorded times always are the server's. */
  today?: string;
}

export type Class<R> = new () => R;
/** The fields that a caller gives a new record; the rest is the server's. */
export type New<R extends RecordEntity> = Omit<R, keyof RecordEntity> & { id?: string };

/** What the server sets when it stores a record. */
interface Stamp {
  version: number;
  created_at: Date;
  updated_at: Date;
}

const stamped = <R extends RecordEntity>(record: R, { version, created_at, updated_at }: Stamp): R =>
  Object.assign(record, { version, createdAt: created_at.toISOString(), updatedAt: updated_at.toISOString() });

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a time zone. Formatters are kept: making one costs more than a query. */
export function dayIn(timeZone: string, instant = new Date()): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}

/**
 * An open transaction and whom it acts for. Nothing reaches the database without one: it carries the organisation
 * (row-level security), the actor and the reason (history).
 */
export class Tx {
  private act: string | undefined;
  private reason: string | undefined;
  private day: string | undefined;
  private cursors = 0;
  private readonly afterwards: (() => Promise<void>)[] = [];

  private constructor(
    readonly manager: EntityManager,
    readonly actor: Actor,
    private readonly options: TxOptions,
  ) {}

  /** Runs work in a transaction that may write; commits when it resolves. */
  static write<T>(dataSource: DataSource, actor: Actor, options: TxOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
    return Tx.run(dataSource, actor, options, '', work);
  }

  /** Runs work in a transaction that PostgreSQL keeps from writing. */
  static read<T>(dataSource: DataSource, actor: Actor, options: TxOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
    return Tx.run(dataSource, actor, options, ' READ ONLY', work);
  }

  /** Like `read`, and everything read is of one moment: the first look at the database. */
  static snapshot<T>(
    dataSource: DataSource,
    actor: Actor,
    options: TxOptions,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return Tx.run(dataSource, actor, options, ' ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
  }

  private static async run<T>(
    dataSource: DataSource,
    actor: Actor,
    options: TxOptions,
    mode: string,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const runner = dataSource.createQueryRunner();
    try {
      const tx = new Tx(runner.manager, actor, options);
      // One message begins the transaction and says for whom: a round trip less in every request.
      await runner.query(`BEGIN${mode}; ${tx.settings()}`);
      // TypeORM refuses row locks unless it knows of the transaction.
      Object.assign(runner, { isTransactionActive: true });
      try {
        const result = await work(tx);
        await runner.query('COMMIT');
        for (const work of tx.afterwards) await work();
        return result;
      } catch (error) {
        await runner.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    } finally {
      Object.assign(runner, { isTransactionActive: false });
      await runner.release();
    }
  }

  /** Makes an open transaction one of this actor. */
  static async join(manager: EntityManager, actor: Actor, options: TxOptions): Promise<Tx> {
    const tx = new Tx(manager, actor, options);
    await manager.query(tx.settings());
    return tx;
  }

  /** What row-level security and history must know, for this transaction only. */
  private settings(): string {
    const { orgId, visibleSites } = this.actor;
    const values = { 'app.org': orgId, 'app.sites': visibleSites, 'app.ctx': this.context() };
    return `SELECT ${Object.entries(values)
      .map(([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`)
      .join(', ')}`;
  }

  private context(): string {
    const { via, requestId } = this.options;
    return JSON.stringify({ actor: this.actor.key, via, req: requestId, act: this.act, reason: this.reason });
  }

  get requestId(): string {
    return this.options.requestId;
  }

  get via(): Via {
    return this.options.via;
  }

  /** Today in the organisation's time zone, `YYYY-MM-DD`. */
  get today(): string {
    return (this.day ??= this.options.today ?? dayIn(this.actor.timeZone));
  }

  /** What the following changes are, in the words of the domain (`nonconformity.close`), and why. */
  async because(act: string, reason?: string): Promise<void> {
    const before = this.context();
    this.act = act;
    this.reason = reason ?? this.reason;
    if (this.context() === before) return;
    await this.manager.query(`SELECT set_config('app.ctx', $1, true)`, [this.context()]);
  }

  /** What must wait until the change is certain, such as removing a file: done before the answer leaves. It must not throw. */
  afterCommit(work: () => Promise<void>): void {
    this.afterwards.push(work);
  }

  /** Work that may fail without undoing what was done before: only what it wrote itself is taken back, then it throws. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const { act, reason } = this;
    await this.manager.query('SAVEPOINT attempt');
    try {
      const result = await work();
      await this.manager.query('RELEASE SAVEPOINT attempt');
      return result;
    } catch (error) {
      await this.manager.query('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt').catch(() => undefined);
      Object.assign(this, { act, reason });
      throw error;
    }
  }

  /** Writes a new record and returns it as stored. */
  async insert<R extends RecordEntity>(target: Class<R>, fields: New<R>): Promise<R> {
    const record = Object.assign(new target(), fields, { orgId: this.actor.orgId, id: fields.id ?? uuidv7() });
    const [stamp] = await this.manager.query<Stamp[]>(...insertStatement(this.manager.connection, target, record));
    return stamped(record, stamp!);
  }

  /** Writes records in one statement. */
  async insertMany<R extends RecordEntity>(target: Class<R>, rows: New<R>[]): Promise<R[]> {
    if (rows.length === 0) return [];
    const records = rows.map((fields) =>
      Object.assign(new target(), fields, { orgId: this.actor.orgId, id: fields.id ?? uuidv7() }),
    );
    const { raw } = await this.manager
      .createQueryBuilder()
      .insert()
      .into(target)
      .values(records as QueryDeepPartialEntity<R>[])
      .returning('version, created_at, updated_at')
      .updateEntity(false)
      .execute();
    return (raw as Stamp[]).map((stamp, index) => stamped(records[index]!, stamp));
  }

  /** Writes the changed fields of a record read in this transaction; nothing when all stay the same. */
  async update<R extends RecordEntity>(record: R, changes: Partial<Omit<R, keyof RecordEntity>>): Promise<R> {
    const changed = Object.fromEntries(
      Object.entries(changes).filter(
        ([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(record[key as keyof R]),
      ),
    );
    if (Object.keys(changed).length === 0) return record;
    const { raw } = await this.manager
      .createQueryBuilder()
      .update(record.constructor as Class<R>)
      .set(changed as QueryDeepPartialEntity<R>)
      .where('org_id = :orgId AND id = :id', { orgId: record.orgId, id: record.id })
      .returning('version, updated_at')
      .execute();
    const [stored] = raw as { version: number; updated_at: Date }[];
    if (!stored) throw notFound();
    return Object.assign(record, changed, { version: stored.version, updatedAt: stored.updated_at.toISOString() });
  }

  /** The record, or 404: also when it belongs to another organisation or to a site out of sight. */
  async get<R extends RecordEntity>(target: Class<R>, id: string, what?: string): Promise<R> {
    const record = await this.find(target, id);
    if (!record) throw notFound(what);
    return record;
  }

  find<R extends RecordEntity>(target: Class<R>, id: string): Promise<R | null> {
    return this.manager.findOneBy(target, { orgId: this.actor.orgId, id } as FindOptionsWhere<R>);
  }

  /** Locks a record for change; 412 when it is no longer at the version that the caller read. */
  async claim<R extends RecordEntity>(target: Class<R>, id: string, version?: number): Promise<R> {
    const record = await this.manager.findOne(target, {
      where: { orgId: this.actor.orgId, id } as FindOptionsWhere<R>,
      lock: { mode: 'pessimistic_write' },
    });
    if (!record) throw notFound();
    if (version !== undefined && record.version !== version) throw stale(record.version);
    return record;
  }

  /** All records that match, in the order they were made. For lists with an end (children of one record). */
  all<R extends RecordEntity>(target: Class<R>, where: FindOptionsWhere<R>): Promise<R[]> {
    return this.manager.find(target, {
      where: { ...where, orgId: this.actor.orgId } as FindOptionsWhere<R>,
      order: { id: 'ASC' } as never,
    });
  }

  /** Plain SQL within the transaction; row-level security and history hold for it too. */
  sql<T extends ObjectLiteral>(text: string, parameters: unknown[] = []): Promise<T[]> {
    return this.manager.query<T[]>(text, parameters);
  }

  /** Reads a long answer in pieces of `size` rows, so that it never is in memory as a whole. */
  async *pieces<T extends ObjectLiteral>(text: string, parameters: unknown[], size: number): AsyncGenerator<T[]> {
    const cursor = `c${++this.cursors}`;
    await this.manager.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, parameters);
    for (;;) {
      const rows = await this.manager.query<T[]>(`FETCH ${size} FROM ${cursor}`);
      if (rows.length > 0) yield rows;
      if (rows.length < size) break;
    }
    await this.manager.query(`CLOSE ${cursor}`);
  }

  /** The next number of a kind, such as `NC-2026-0042`: without gaps, because it is given in the same transaction. */
  async nextReference(prefix: string): Promise<string> {
    const year = Number(this.today.slice(0, 4));
    const [row] = await this.sql<{ last: number }>(
      `INSERT INTO reference_counter AS c (org_id, prefix, year, last) VALUES ($1, $2, $3, 1)
       ON CONFLICT (org_id, prefix, year) DO UPDATE SET last = c.last + 1 RETURNING last`,
      [this.actor.orgId, prefix, year],
    );
    return `${prefix}-${year}-${String(row!.last).padStart(4, '0')}`;
  }
}
