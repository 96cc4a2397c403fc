import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const scratchName = (target: string) => `${target}.new-${randomBytes(4).toString('hex')}`;

/**
 * Makes a folder once: under a scratch name first, so that a start that is killed leaves no half of it.
 * Of several processes that make it at the same time the first wins, and the others go on with its work.
 */
export async function publish(folder: string, make: (scratch: string) => Promise<void> | void): Promise<void> {
  if (existsSync(folder)) return;
  const scratch = scratchName(folder);
  try {
    await make(scratch);
    renameSync(scratch, folder);
    flushFolder(path.dirname(folder));
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Writes a file once, readable by its owner only; `prepare` sees it before it has its name. Of several processes the first wins. */
export function publishFile(file: string, content: string, prepare: (scratch: string) => void): void {
  if (existsSync(file)) return;
  const scratch = scratchName(file);
  try {
    writeFileSync(scratch, content, { mode: 0o600, flush: true });
    prepare(scratch);
    linkSync(scratch, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(scratch, { force: true });
  }
}

/** A new name in a folder outlives a power failure only when the folder itself is on disk. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
