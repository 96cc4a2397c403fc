import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '#platform';
import { type Checkpoint, checkpointOfNote } from './checkpoint.js';

/**
 * The last checkpoint that this installation signed of each log, as a file outside the database:
 * `checkpoints/<organisation>` under the data folder. A database that was set back, or written to behind the product's back,
 * does not agree with it.
 */
export class HighWater {
  private readonly folder: string;

  constructor(dataFolder: string) {
    this.folder = path.join(dataFolder, 'checkpoints');
  }

  /** Undefined where none was signed yet. Throws for a file that cannot be read: nobody knows what was signed then. */
  async latest(orgId: string): Promise<(Checkpoint & { note: string }) | undefined> {
    const file = this.pathOf(orgId);
    const note = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (note === undefined) return undefined;
    const checkpoint = checkpointOfNote(note);
    if (!checkpoint) throw new Error(`${file} is damaged`);
    return { ...checkpoint, note };
  }

  /** On the disk when it resolves; after a crash, the file holds this note or the one before. */
  async write(orgId: string, note: string): Promise<void> {
    const made = await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if (made) await syncFolder(path.dirname(this.folder));
    const unfinished = path.join(this.folder, `${randomUUID()}.part`);
    try {
      await writeFile(unfinished, note, { flag: 'wx', mode: 0o600, flush: true });
      await rename(unfinished, this.pathOf(orgId));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await syncFolder(this.folder);
  }

  private pathOf(orgId: string): string {
    return path.join(this.folder, orgId);
  }
}
