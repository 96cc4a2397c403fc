import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../configuration/configuration.js';

/** What identifies a content: lower-case hex SHA-256 and the number of bytes. */
export interface Content {
  sha256: string;
  bytes: number;
}

/** Whether what lies in the store is still what was put there. */
export type Soundness = 'intact' | 'damaged' | 'missing';

/** Thrown by `read` when the bytes are not those of their name; the last block was held back. */
export class DamagedContentError extends Error {}

/**
 * Contents by their SHA-256, each once, in a folder outside the database: `ab/cd/<sha256>`. A content is complete and on
 * the disk before it has its name, so a crash leaves at most a leftover below `incoming`.
 */
@Injectable()
export class FileStore {
  private readonly root: string;

  constructor(configuration: Configuration) {
    this.root = configuration.STORAGE_URL
      ? fileURLToPath(configuration.STORAGE_URL)
      : path.resolve(configuration.DATA_DIR, 'files');
  }

  pathOf(sha256: string): string {
    return path.join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /**
   * Takes a content in. `inspect` sees the whole of it, under a temporary path, and refuses it by throwing. A content
   * that is there already is replaced by its equal, which mends one that was damaged.
   */
  async keep<T>(
    content: AsyncIterable<Uint8Array>,
    inspect: (temporaryPath: string, content: Content) => Promise<T>,
  ): Promise<Content & { inspected: T }> {
    const incoming = path.join(this.root, 'incoming');
    await mkdir(incoming, { recursive: true });
    const temporary = path.join(incoming, randomUUID());
    try {
      const measured = await writeDurably(content, temporary);
      const inspected = await inspect(temporary, measured);
      const target = this.pathOf(measured.sha256);
      await this.makeFolder(path.dirname(target));
      await rename(temporary, target);
      await syncFolder(path.dirname(target));
      return { ...measured, inspected };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Compares size and SHA-256 with what was put there; only the size when `quick`. */
  async check({ sha256, bytes }: Content, quick = false): Promise<Soundness> {
    const found = await stat(this.pathOf(sha256)).catch(() => undefined);
    if (!found?.isFile()) return 'missing';
    if (found.size !== bytes) return 'damaged';
    if (quick) return 'intact';
    try {
      const hash = createHash('sha256');
      for await (const block of createReadStream(this.pathOf(sha256))) hash.update(block as Buffer);
      return hash.digest('hex') === sha256 ? 'intact' : 'damaged';
    } catch {
      return 'damaged';
    }
  }

  /** Takes a content away for good; nothing when it is gone already. */
  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
    await syncFolder(path.dirname(this.pathOf(sha256))).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }

  /** The content as it lies there, for whoever checks the digest. */
  open({ sha256 }: Content): AsyncIterable<Buffer> {
    return createReadStream(this.pathOf(sha256));
  }

  /** The content, block by block; ends with `DamagedContentError` instead of the last block when it was damaged. */
  async *read({ sha256 }: Content): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let held: Buffer | undefined;
    for await (const block of createReadStream(this.pathOf(sha256))) {
      hash.update(block as Buffer);
      if (held) yield held;
      held = block as Buffer;
    }
    if (hash.digest('hex') !== sha256) throw new DamagedContentError(`the content of ${sha256} was damaged`);
    if (held) yield held;
  }

  private async makeFolder(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const parent of [path.dirname(folder), this.root]) await syncFolder(parent);
  }
}

/** Writes a new file and has it on the disk before it resolves. */
export async function writeDurably(content: AsyncIterable<Uint8Array>, file: string): Promise<Content> {
  const hash = createHash('sha256');
  const measured = { bytes: 0 };
  await pipeline(
    content,
    (blocks) => measuredBy(hash, measured, blocks),
    createWriteStream(file, { flush: true, mode: 0o600 }),
  );
  return { sha256: hash.digest('hex'), bytes: measured.bytes };
}

async function* measuredBy(
  hash: Hash,
  measured: { bytes: number },
  blocks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    hash.update(block);
    measured.bytes += block.length;
    yield block;
  }
}

/** A name is durable when its folder is; Windows does this by itself and knows no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
