import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { invalid, Problem } from '#platform';
import { breakable } from './breakable.js';
import type { PrintedReport } from './report.js';

/** Longer than the longest register takes; a report that hangs must not hold up the next. */
const secondsAtMost = 45;
/** So many wait at most; more would wait longer than people do. */
const waitingAtMost = 20;
/** After so long without a report, or after one of so many bytes, its memory is given back. */
const idleSeconds = 60;
const largeBytes = 1024 * 1024;
/** Bytes of one report as JSON: the typesetter needs many times as much memory. */
const bytesAtMost = 16 * 1024 * 1024;

/** What the process gets: `report` and `data` are JSON, `data` byte for byte what is embedded. */
export interface TypesetJob {
  report: string;
  data: string;
  at: string;
}

/** What the process answers to a job, or says of itself when it starts. */
export type SetReport = { pdf: Uint8Array } | { failure: string } | { warning: string };

interface Waiting {
  job: TypesetJob;
  resolve: (pdf: Uint8Array) => void;
  reject: (error: Error) => void;
}

const unavailable = (message: string) =>
  new Problem(503, 'unavailable', 'The report cannot be printed right now; try again', [{ code: 'busy', message }], {
    'retry-after': '10',
  });

const program = fileURLToPath(new URL('./typeset.process.js', import.meta.url));
/** Of the environment only what a system needs to run a program: no secrets. */
const environment = () =>
  Object.fromEntries(['PATH', 'SystemRoot', 'TMPDIR', 'TEMP'].map((name) => [name, process.env[name]]));

/**
 * Sets reports as PDF/A-3b, the record embedded as data: one after the other, in a process of its own that the first
 * report starts. A thread would not do: it gives no memory back, and a fault of the compiler would end the server. The
 * same report gives the same bytes.
 */
@Injectable()
export class Typesetter implements OnApplicationShutdown {
  private readonly logger = new Logger('Reports');
  private readonly waiting: Waiting[] = [];
  private current: Waiting | null = null;
  private timer: NodeJS.Timeout | undefined;
  private compiler: ChildProcess | null = null;

  /** The bytes of the PDF. 422 when it is too large, 503 when too many wait or it takes too long. */
  async pdf(report: PrintedReport): Promise<Uint8Array> {
    const { data, ...told } = breakable(report);
    const job = { report: JSON.stringify(told), data: JSON.stringify(data, null, 2), at: report.at };
    if (sizeOf(job) > bytesAtMost)
      throw invalid({ code: 'too-large', message: 'This is more than a report can hold; filter it.' });
    if (this.waiting.length >= waitingAtMost) throw unavailable('Many reports are being printed.');
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      this.next();
    });
  }

  onApplicationShutdown(): void {
    for (const { reject } of this.waiting.splice(0)) reject(unavailable('The server stops.'));
    this.stop(unavailable('The server stops.'));
  }

  private next(): void {
    if (this.current) return;
    this.current = this.waiting.shift() ?? null;
    if (!this.current) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.logger.error(`A report took longer than ${secondsAtMost} seconds`);
      this.stop(unavailable('It took too long.'));
    }, secondsAtMost * 1000);
    (this.compiler ??= this.start()).send(this.current.job);
  }

  private start(): ChildProcess {
    const compiler = fork(program, {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--max-old-space-size=256'],
      env: environment(),
    });
    const ended = (why: string) => {
      if (this.compiler !== compiler) return;
      this.logger.error(`The typesetter ended: ${why}`);
      this.stop(unavailable('The typesetter ended.'));
    };
    compiler.on('error', (error) => ended(error.message));
    compiler.on('exit', (code, signal) => ended(`${code ?? signal}`));
    compiler.on('message', (message: SetReport) => {
      if (this.compiler === compiler) this.answered(message);
    });
    // Waiting for the next report keeps no program alive.
    compiler.unref();
    compiler.channel?.unref();
    return compiler;
  }

  private answered(message: SetReport): void {
    if ('warning' in message) return this.logger.warn(message.warning);
    const done = this.finish();
    if ('pdf' in message) done?.resolve(message.pdf);
    else done?.reject(new Error(`The report cannot be set: ${message.failure}`));
    if (done && sizeOf(done.job) > largeBytes) return this.stop(unavailable('The typesetter starts anew.'));
    this.timer = setTimeout(() => this.stop(unavailable('The typesetter is idle.')), idleSeconds * 1000).unref();
    this.next();
  }

  /** Ends the process and whoever it works for; the next report starts a new one. */
  private stop(error: Error): void {
    const { compiler } = this;
    this.compiler = null;
    this.finish()?.reject(error);
    compiler?.kill('SIGKILL');
    this.next();
  }

  private finish(): Waiting | null {
    clearTimeout(this.timer);
    const { current } = this;
    this.current = null;
    return current;
  }
}

const sizeOf = ({ report, data }: TypesetJob): number => report.length + data.length;
