import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A program of the product, as a person would start it. */
export class Program {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly ending: Promise<number | null>;

  /** `script` is a path in the project; the environment holds nothing of the test's own but what is given. */
  constructor(script: string, args: string[], environment: Record<string, string>, input = '') {
    const { PATH, HOME } = process.env;
    this.child = spawn(process.execPath, [path.resolve(script), ...args], {
      env: { PATH, HOME, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.child.stdin!.end(input);
    this.ending = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** Waits until the program has printed something like it; fails with everything printed when it ends before. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    let ended = false;
    void this.ending.then(() => (ended = true));
    for (;;) {
      const found = pattern.exec(this.stdout);
      if (found) return found;
      if (ended) throw new Error(`It ended without saying ${pattern}:\n${this.stdout}\n${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async end(): Promise<Ended> {
    return { code: await this.ending, stdout: this.stdout, stderr: this.stderr };
  }
}
