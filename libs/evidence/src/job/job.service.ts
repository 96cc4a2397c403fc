import type { Server } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { LogFunctionFactory, Runner, TaskList } from 'graphile-worker';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { systemActor, Tx } from '#platform';

/** What a job was given: its organisation and whatever the one who enqueued it added. */
export interface JobPayload {
  orgId: string;
  [name: string]: unknown;
}

/** Does the work. Rejects to be tried again later; `signal` says that the server stops. */
export type JobHandler = (payload: JobPayload, signal: AbortSignal) => Promise<void>;

/** The address of the database as the role that owns the queue. */
export const workerDatabaseUrl = Symbol('worker database');

const retryAfter = 10_000;
const renewAfter = 500;
/** The library's levels that are worth to be heard. */
const heard: Partial<Record<string, 'error' | 'warn'>> = { error: 'error', warning: 'warn' };

/**
 * Work in the background, in this process, once the server listens: starting up never waits for it. Every process works
 * on the same queue; each job is done by one.
 */
@Injectable()
export class JobService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Job');
  private readonly tasks: TaskList = {};
  private readonly timetable: string[] = [];
  private starting: Promise<void> | undefined;
  private pool: pg.Pool | undefined;
  private runner: Runner | undefined;
  private stopped = false;
  private again: NodeJS.Timeout | undefined;
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly host: HttpAdapterHost,
    @Inject(workerDatabaseUrl) private readonly address: string,
  ) {}

  /** Says who does a task. Called by the modules at the start. */
  register(task: string, handler: JobHandler): void {
    this.tasks[task] = (payload, { abortSignal }) => handler(payload as JobPayload, abortSignal);
  }

  /** Has a task done for all organisations together at the times of a crontab entry, in UTC. */
  schedule(times: string, task: string, work: (signal: AbortSignal) => Promise<void>): void {
    this.tasks[task] = (_, { abortSignal }) => work(abortSignal);
    this.timetable.push(`${times} ${task} ?max=3&jobKey=${task}`);
  }

  /** Hands work to the background: it begins once the transaction is committed, and not at all if it is not. */
  async enqueue(tx: Tx, task: string, payload: Record<string, unknown>): Promise<void> {
    await tx.sql('SELECT public.enqueue($1, $2)', [task, payload]);
  }

  /** One transaction for each organisation, as a part of the system. */
  async inEachOrganisation(part: string, work: (tx: Tx) => Promise<void>): Promise<void> {
    const rows = await this.dataSource.query<{ org_id: string; time_zone: string }[]>(
      'SELECT org_id, time_zone FROM identity.organisations()',
    );
    for (const { org_id, time_zone } of rows)
      await Tx.write(
        this.dataSource,
        systemActor({ orgId: org_id, timeZone: time_zone }, part),
        { via: 'job', requestId: part },
        work,
      );
  }

  onApplicationBootstrap(): void {
    // The server's own event: it comes however the server is made to listen.
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.once('listening', () => this.start());
  }

  /** Before the connections to the database are closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    clearTimeout(this.renewal);
    await this.starting;
    // It may have come to an end by itself.
    await this.runner?.stop().catch(() => undefined);
    await this.pool?.end();
  }

  /** The queue's own connections; the library does not wait for those that it makes itself to be closed. */
  private connections(): pg.Pool {
    const pool = new pg.Pool({ connectionString: this.address, max: 3, application_name: 'continua worker' });
    const lost = (error: Error): void => {
      this.logger.warn(`The queue lost a connection: ${error.message}`);
      if (!this.stopped) this.renewal ??= setTimeout(() => void this.renew(), renewAfter).unref();
    };
    pool.on('error', lost);
    pool.on('connect', (client) => client.on('error', lost));
    return pool;
  }

  /**
   * Starts over with new connections: the library keeps the place of a lost one, so that after some losses its workers
   * would wait for a connection for ever.
   */
  private async renew(): Promise<void> {
    this.renewal = undefined;
    const { runner, pool } = this;
    this.runner = undefined;
    this.pool = undefined;
    await runner?.stop().catch(() => undefined);
    void pool?.end().catch(() => undefined);
    if (!this.stopped) this.start();
  }

  private start(): void {
    this.starting = this.run().catch((error: unknown) => this.startAgain(error));
  }

  private startAgain(error: unknown): void {
    if (this.stopped) return;
    this.logger.error(`The background work stands still: ${(error as Error).message}`);
    this.again = setTimeout(() => this.start(), retryAfter).unref();
  }

  private async run(): Promise<void> {
    const { Logger: QueueLogger, run } = await import('graphile-worker');
    if (this.stopped) return;
    this.pool ??= this.connections();
    this.runner = await run({
      pgPool: this.pool,
      concurrency: 2,
      pollInterval: 5000,
      noHandleSignals: true,
      taskList: this.tasks,
      crontab: this.timetable.join('\n'),
      logger: new QueueLogger(this.logLines),
    });
    const { runner } = this;
    const ended = (error: unknown): void => {
      if (this.runner === runner) this.startAgain(error);
    };
    runner.promise.then(() => ended(new Error('it came to an end')), ended);
  }

  private readonly logLines: LogFunctionFactory = () => (level, message) => {
    this.logger[heard[level] ?? 'debug'](message);
  };
}
