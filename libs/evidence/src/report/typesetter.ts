import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import type { Report } from './report.js';

/** Longer than the longest register takes; a report that hangs must not hold up the next. */
const limit = 60_000;

/** A place to break in words that no line can hold; the embedded data stay as they are. */
function breakable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/\S{40}(?=\S)/gu, '$&\u200b') as T;
  if (Array.isArray(value)) return value.map(breakable) as T;
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, key === 'svg' ? (one as unknown) : breakable(one)]),
    ) as T;
  return value;
}

interface Waiting {
  resolve: (pdf: Uint8Array) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** Sets reports as PDF/A-3b with page numbers, the record embedded as data. Started by the first report, in a thread of its own. */
@Injectable()
export class Typesetter implements OnApplicationShutdown {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /** The bytes of the PDF; the same report gives the same bytes. */
  pdf(report: Report): Promise<Uint8Array> {
    const worker = (this.worker ??= this.start());
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => void this.stop(new Error('The report took too long')), limit);
      this.waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, report: { ...breakable(report), data: report.data } });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop(new Error('The server stops'));
  }

  private start(): Worker {
    const worker = new Worker(new URL('./typeset.worker.js', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, pdf, failure }: { id: number; pdf?: Uint8Array; failure?: string }) => {
      const waiting = this.waiting.get(id);
      if (!waiting) return;
      this.waiting.delete(id);
      clearTimeout(waiting.timer);
      if (pdf) waiting.resolve(pdf);
      else waiting.reject(new Error(`The report cannot be set: ${failure}`));
    });
    worker.on('error', (error) => void this.stop(error));
    return worker;
  }

  /** Ends the thread; whoever waits is told why, and the next report starts a new one. */
  private async stop(error: Error): Promise<void> {
    const { worker } = this;
    this.worker = null;
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.waiting.clear();
    await worker?.terminate();
  }
}
