import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { InvalidArgumentError } from 'commander';

/** Writes to the standard output, which programs may read. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Writes for people only, so that the standard output holds nothing but the answer. */
export const remark = (text: string): void => void process.stderr.write(`${text}\n`);

/** `a,b` or repeated options as one list. */
export const list = (value: string, before: string[] = []): string[] => {
  const parts = value.split(',').map((part) => part.trim());
  if (parts.some((part) => part === '')) throw new InvalidArgumentError('Separate the values by commas.');
  return [...before, ...parts];
};

/** Rows with their columns below each other. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A password from the standard input, where neither a list of processes nor a shell's history shows it. */
export async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) remark('Type the password, then Enter and Ctrl-D:');
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  const password = text.replace(/\r?\n$/, '');
  if (password.length < 12) throw new Error('A password needs at least 12 characters.');
  return password;
}

/** Asks at the terminal, one line an answer; `hidden` ones do not show. Answers can be piped in too. */
export class Questions {
  private hidden = false;
  private readonly shown = new Writable({
    write: (chunk, _encoding, done) => {
      if (!this.hidden) process.stderr.write(chunk as Buffer);
      done();
    },
  });
  private readonly reader = createInterface({
    input: process.stdin,
    output: this.shown,
    terminal: process.stdin.isTTY,
  });
  private readonly lines = this.reader[Symbol.asyncIterator]();

  async ask(question: string, hidden = false): Promise<string> {
    process.stderr.write(`${question} `);
    this.hidden = hidden;
    const { value, done } = await this.lines.next();
    this.hidden = false;
    process.stderr.write(hidden || !process.stdin.isTTY ? '\n' : '');
    if (done) throw new Error('That was not answered; nothing was done.');
    return value.trim();
  }

  close(): void {
    this.reader.close();
  }
}
