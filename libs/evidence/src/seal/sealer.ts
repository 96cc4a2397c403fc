import type { Server } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import pg from 'pg';
import { Configuration } from '#platform';
import { workerDatabaseUrl } from '../job/job.service.js';
import { HighWater } from './high-water.js';
import { announceFirstKey } from './key-history.js';
import { SealHold, transaction, type Work } from './seal-hold.js';
import { beginStep, type Seal, SealRefusal, sealStep, type Step } from './seal-step.js';
import { signingKey } from './signing-key.js';

/** How often the sealer looks for new lines; one look at an empty table costs next to nothing. */
const lookEvery = 250;
/** After a failure, so that a database that is away is not asked four times a second. */
const patience = 2000;
/** Each organisation with pending lines, by one step in the index each, however many wait for another one. */
const waiting = `WITH RECURSIVE one AS (
    (SELECT org_id FROM log.pending ORDER BY org_id LIMIT 1)
    UNION ALL SELECT (SELECT p.org_id FROM log.pending p WHERE p.org_id > one.org_id ORDER BY p.org_id LIMIT 1) FROM one WHERE one.org_id IS NOT NULL)
  SELECT org_id FROM one WHERE org_id IS NOT NULL`;

/**
 * Seals what was written, in this process, once the server listens. Every process does; for each organisation, one at a
 * time. Everything it must know stands in the database and in the high-water file, so it may be killed at any moment.
 */
@Injectable()
export class Sealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Sealer');
  private readonly pool: pg.Pool;
  private readonly dataFolder: string;
  private readonly highWater: HighWater;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private seal: Seal | undefined;
  /** What was said last, so that a trouble that lasts is told once. */
  private told = '';

  constructor(
    configuration: Configuration,
    private readonly host: HttpAdapterHost,
    @Inject(workerDatabaseUrl) address: string,
  ) {
    this.dataFolder = path.resolve(configuration.DATA_DIR);
    this.highWater = new HighWater(this.dataFolder);
    this.pool = new pg.Pool({ connectionString: address, max: 2, application_name: 'continua sealer' });
    // A lost connection fails the look that uses it, if any; the next look opens another.
    const lost = () => undefined;
    this.pool.on('error', lost);
    this.pool.on('connect', (client) => client.on('error', lost));
  }

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.once('listening', () => (this.running ??= this.run()));
  }

  /** Before the connections are closed: seals what is there, as a server that stops in order leaves nothing pending. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
    if (this.running) await this.look();
    await this.pool.end();
  }

  /** Keeps every sealer, in whatever process, away from an organisation; waits for the one that is at it. */
  async hold(orgId: string): Promise<SealHold> {
    this.seal ??= await this.begin();
    return SealHold.take(await this.pool.connect(), orgId, this.seal);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const well = await this.look();
      await sleep(well ? lookEvery : patience, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Seals what is pending now. False when something went wrong, which is told to the operator. */
  private async look(): Promise<boolean> {
    const troubles: string[] = [];
    try {
      this.seal ??= await this.begin();
      const { rows } = await this.pool.query<{ org_id: string }>(waiting);
      for (const { org_id } of rows)
        await this.sealBatch(org_id, this.seal).catch((error: unknown) => troubles.push(wordsOf(error)));
    } catch (error) {
      troubles.push(wordsOf(error));
    }
    const words = troubles.join('; ');
    if (words && words !== this.told) this.logger.error(`History is not being sealed: ${words}`);
    if (!words && this.told) this.logger.warn('History is being sealed again');
    this.told = words;
    return !words;
  }

  private async begin(): Promise<Seal> {
    const key = await signingKey(this.dataFolder, 'log');
    await this.inTransaction('BEGIN', (query) => announceFirstKey(query, key));
    return { key, highWater: this.highWater, batch: 5000 };
  }

  /** One batch and the signature over it; what is left, or what another process is at, has time until the next look. */
  private async sealBatch(orgId: string, seal: Seal): Promise<void> {
    for (let step: Step = 'appended'; step === 'appended';)
      step = await this.inTransaction(beginStep(orgId), (query, opened) => sealStep(query, opened, orgId, seal));
  }

  private async inTransaction<T>(begin: string, work: Work<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      return await transaction(client, begin, work);
    } catch (error) {
      // Whatever the reason: a connection that does not answer any more is not used again.
      await client.query('SELECT').catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** A refusal is told in its own words; anything else with where it comes from. */
const wordsOf = (error: unknown): string =>
  error instanceof SealRefusal ? error.message : ((error as Error).message ?? String(error));
