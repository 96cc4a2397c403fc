import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import { invalid, Problem } from '#platform';
import { breakable } from './breakable.js';
import type { Report } from './report.js';

/** Longer than the longest register takes; a report that hangs must not hold up the next. */
const secondsAtMost = 45;
/** So many wait at most; more would wait longer than people do. */
const waitingAtMost = 20;
/** Bytes of one report as JSON: the typesetter needs many times as much memory. */
const bytesAtMost = 16 * 1024 * 1024;

/** What the thread gets: `report` and `data` are JSON, `data` byte for byte what is embedded. */
export interface TypesetJob {
  report: string;
  data: string;
  at: string;
}

/** What the thread answers to a job, or says of itself when it starts. */
export type SetReport = { pdf: Uint8Array } | { failure: string } | { warning: string };

interface Waiting {
  job: TypesetJob;
  resolve(pdf: Uint8Array): void;
  reject(error: Error): void;
}

const unavailable = (message: string) =>
  new Problem(503, 'unavailable', 'The report cannot be printed right now; try again', [{ code: 'busy', message }], {
    'retry-after': '10',
  });

/**
 * Sets reports as PDF/A-3b, the record embedded as data: one after the other, in a thread of its own that the first
 * report starts. The same report gives the same bytes.
 */
@Injectable()
export class Typesetter implements OnApplicationShutdown {
  private readonly logger = new Logger('Reports');
  private readonly waiting: Waiting[] = [];
  private current: Waiting | null = null;
  private timer: NodeJS.Timeout | undefined;
  private worker: Worker | null = null;

  /** The bytes of the PDF. 422 when it is too large, 503 when too many wait or it takes too long. */
  async pdf(report: Report): Promise<Uint8Array> {
    const { data, ...told } = breakable(report);
    const job = { report: JSON.stringify(told), data: JSON.stringify(data, null, 2), at: report.at };
    if (job.report.length + job.data.length > bytesAtMost)
      throw invalid({ code: 'too-large', message: 'This is more than a report can hold; filter it.' });
    if (this.waiting.length >= waitingAtMost) throw unavailable('Many reports are being printed.');
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      this.next();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    for (const { reject } of this.waiting.splice(0)) reject(unavailable('The server stops.'));
    await this.stop(unavailable('The server stops.'));
  }

  private next(): void {
    if (this.current) return;
    this.current = this.waiting.shift() ?? null;
    if (!this.current) return;
    this.timer = setTimeout(() => {
      this.logger.error(`A report took longer than ${secondsAtMost} seconds`);
      void this.stop(unavailable('It took too long.'));
    }, secondsAtMost * 1000);
    (this.worker ??= this.start()).postMessage(this.current.job);
  }

  private start(): Worker {
    const worker = new Worker(new URL('./typeset.worker.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    worker.unref();
    worker.on('message', (message: SetReport) => {
      if ('warning' in message) return this.logger.warn(message.warning);
      const done = this.finish();
      if ('pdf' in message) done?.resolve(message.pdf);
      else done?.reject(new Error(`The report cannot be set: ${message.failure}`));
      this.next();
    });
    worker.on('error', (error) => {
      if (this.worker !== worker) return;
      this.logger.error(`The typesetter ended: ${(error as Error).stack ?? String(error)}`);
      void this.stop(unavailable('The typesetter ended.'));
    });
    return worker;
  }

  /** Ends the thread and whoever it works for; the next report starts a new one. */
  private async stop(error: Error): Promise<void> {
    const { worker } = this;
    this.worker = null;
    this.finish()?.reject(error);
    await worker?.terminate();
    this.next();
  }

  private finish(): Waiting | null {
    clearTimeout(this.timer);
    const { current } = this;
    this.current = null;
    return current;
  }
}
