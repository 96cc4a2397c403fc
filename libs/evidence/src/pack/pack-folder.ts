import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type ByteRange, Configuration, type Content, conflict, syncFolder, writeDurably } from '#platform';
import type { EvidencePack } from './evidence-pack.entity.js';

/** A file on the disk that no pack points to yet. */
export interface UnpublishedFile extends Content {
  path: string;
}

/** A file is written to all the time while it is being made. */
const staleAfter = 3_600_000;

/** The finished packs on the disk of this server, `<id>.zip` each. */
@Injectable()
export class PackFolder {
  private readonly root: string;

  constructor(configuration: Configuration) {
    this.root = path.resolve(configuration.DATA_DIR, 'packs');
  }

  /** Writes a file that has no pack's name yet. */
  async write(content: Readable): Promise<UnpublishedFile> {
    await mkdir(this.root, { recursive: true });
    const unfinished = path.join(this.root, `${randomUUID()}.part`);
    try {
      return { ...(await writeDurably(content, unfinished)), path: unfinished };
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  /** Makes it the file of a pack. */
  async publish(id: string, file: UnpublishedFile): Promise<void> {
    await rename(file.path, this.pathOf(id));
    await syncFolder(this.root);
  }

  async discard(file: UnpublishedFile): Promise<void> {
    await rm(file.path, { force: true });
  }

  /** Deletes what stopped processes left behind unfinished. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.root).catch(() => [])) {
      const left = path.join(this.root, name);
      const { mtimeMs } = name.endsWith('.part') ? await stat(left) : { mtimeMs: Infinity };
      if (mtimeMs < Date.now() - staleAfter) await rm(left, { force: true });
    }
  }

  /** Throws 409 when the file is not the one that was made. */
  async assertThere({ id, bytes }: EvidencePack): Promise<void> {
    const found = await stat(this.pathOf(id)).catch(() => undefined);
    if (found?.size !== bytes) throw conflict('pack-lost', 'The file of the pack was lost; ask for a new one.');
  }

  open(id: string, range: ByteRange | undefined): Readable {
    return createReadStream(this.pathOf(id), range);
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  private pathOf(id: string): string {
    return path.join(this.root, `${id}.zip`);
  }
}
