import { Readable } from 'node:stream';
import { createReadStream } from 'node:fs';
import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { notFound, Problem } from '../http/problem.js';
import type { ByteRange } from './download.js';
import { StoredFile } from './file.entity.js';
import { FileStore } from './file-store.js';
import type { Upload } from './upload.guard.js';

/** Up to this size a content is checked before the first byte leaves; above, while it leaves. */
const checkFirst = 10 * 1024 * 1024;

/** Tells whether someone may read a file because of what it is attached to. */
export type ReadingRule = (tx: Tx, file: StoredFile) => Promise<boolean>;

/** Files on record. */
@Injectable()
export class FileService {
  private readonly logger = new Logger('File');
  private readonly rules: ReadingRule[] = [];

  constructor(private readonly store: FileStore) {}

  /** Opens files to more people than who sent them; told by the modules at the start. */
  allowReading(rule: ReadingRule): void {
    this.rules.push(rule);
  }

  /** Puts a received content on record. */
  async add(tx: Tx, upload: Upload): Promise<StoredFile> {
    return tx.insert(StoredFile, {
      ...upload,
      source: tx.via === 'ui' || tx.via === 'import' ? tx.via : 'api',
      uploadedBy: tx.actor.key,
      uploadedById: tx.actor.personId,
      erasure: null,
    });
  }

  /** The file if this person sent it or may read a record that it is attached to; otherwise 404. */
  async readable(tx: Tx, id: string): Promise<StoredFile> {
    const file = await tx.get(StoredFile, id, 'file');
    if (file.uploadedBy === tx.actor.key) return file;
    for (const rule of this.rules) if (await rule(tx, file)) return file;
    throw notFound('file');
  }

  /** Throws 410 when the content was erased, 409 when it is missing or is not what was received. */
  async assertSound(file: StoredFile): Promise<void> {
    if (file.erasure)
      throw new Problem(410, 'content-erased', 'The content of the file was erased', [
        {
          code: 'content-erased',
          message: `The content was erased: ${file.erasure}.`,
          values: { reference: file.erasure },
        },
      ]);
    const soundness = await this.store.check(file, file.bytes > checkFirst);
    if (soundness === 'intact') return;
    this.logger.error(`The content of file ${file.id} (${file.sha256}) is ${soundness}`);
    throw new Problem(409, 'attachment-corrupt', 'The content of the file cannot be trusted', [
      { code: `content-${soundness}`, message: `The stored content is ${soundness}; restore it from a backup.` },
    ]);
  }

  /** The content. A damaged one breaks off before its end, so nobody takes it for whole. */
  open(file: StoredFile, range: ByteRange | undefined): Readable {
    if (range && range.end - range.start + 1 < file.bytes)
      return createReadStream(this.store.pathOf(file.sha256), range);
    const content = Readable.from(this.store.read(file), { objectMode: false });
    content.on('error', (error) => this.logger.error(`File ${file.id}: ${error.message}`));
    return content;
  }
}
