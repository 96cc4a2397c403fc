import { createRequire } from 'node:module';
import { Readable, type PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { ZipFile } from 'yazl';
import { measuredBlocks, type BagContent, type BagFile } from './bag-content.js';
import { BagPaths } from './bag-path.js';

// yazl reckons checksums in JavaScript, which takes longer than all else of a large file; zlib finds the same ones at once.
const { resolve } = createRequire(import.meta.url);
Object.assign(createRequire(resolve('yazl'))('buffer-crc32') as object, { unsigned: crc32 });

const PAYLOAD_MANIFEST = 'manifest-sha256.txt';
const TAG_MANIFEST = 'tagmanifest-sha256.txt';
const REGULAR_FILE_0644 = 0o100644;
const COMPRESSED_MEDIA =
  /\.(?:png|jpe?g|gif|webp|heic|avif|pdf|zip|gz|7z|rar|docx|xlsx|pptx|od[tsp]|mp[34]|m4[av]|mov|webm)$/;
const INFO_LABEL = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/;
const INFO_VALUE = /^[^\p{Cc}\u2028\u2029]+$/u;

export interface BagWriterOptions {
  /** Name of the one folder at the root of the ZIP. */
  folder: string;
  /** Lines of bag-info.txt in this order, each value on one line. The writer adds Payload-Oxum. */
  info: Readonly<Record<string, string>>;
  /** Modification time of every entry, fixed so that the same content gives the same bytes. */
  modifiedAt: Date;
}

/** A signature over the text of tagmanifest-sha256.txt; `suffix` (such as `sig`) completes the name of its file. */
export interface BagSignature {
  suffix: string;
  content: string | Uint8Array;
}

/** `payloadFiles` and `payloadBytes` are the halves of Payload-Oxum; `manifestSha256` is that of the tag manifest. */
export interface BagSummary {
  payloadFiles: number;
  payloadBytes: number;
  manifestSha256: string;
}

/**
 * Writes a BagIt 1.0 bag (RFC 8493) as a ZIP, in constant memory: one file at a time, at the pace of whoever reads
 * `stream`, which must therefore be read while files are added. Any rejection destroys `stream` with the same error,
 * so that a broken pack cannot pass for a whole one.
 */
export class BagWriter {
  /** The bytes of the ZIP. */
  readonly stream: Readable;
  private readonly output: PassThrough;
  private readonly zip = new ZipFile() as ZipFile & { entries: unknown[] };
  private readonly written: unknown[] = [];
  private readonly folder: string;
  private readonly paths: BagPaths;
  private readonly payload = new Map<string, BagFile>();
  private readonly tags = new Map<string, BagFile>();
  private readonly infoLines: readonly string[];
  private readonly modifiedAt: Date;
  private busy = false;
  private closed = false;

  /** Throws a RangeError when the folder, a line of `info` or the time cannot be written. */
  constructor({ folder, info, modifiedAt }: BagWriterOptions) {
    this.folder = folder;
    this.paths = new BagPaths(folder);
    for (const own of ['bagit.txt', 'bag-info.txt', PAYLOAD_MANIFEST, TAG_MANIFEST]) this.paths.claim(own);
    this.infoLines = Object.entries(info).map(([label, value]) => infoLine(label, value));
    if (Number.isNaN(modifiedAt.getTime())) throw new RangeError('not a time for the entries of a pack');
    this.modifiedAt = new UtcDate(modifiedAt);
    // The published type of yazl says less than its source, where the output is a PassThrough.
    this.output = this.zip.outputStream as PassThrough;
    this.stream = this.output;
    // The error reaches the caller by the promise of the file; a stream nobody reads must not end the process.
    this.output.on('error', () => undefined);
    this.zip.on('error', (error: Error) => this.output.destroy(error));
  }

  /**
   * Writes one file below data/ and resolves when the ZIP has taken all of `content`. Rejects with a RangeError for a
   * path that is not portable or is taken, and with the error of the source or of the reader.
   */
  addPayload(path: string, content: BagContent): Promise<BagFile> {
    return this.alone(content, () => {
      const full = `data/${path}`;
      this.paths.claim(full);
      return this.write(full, content, this.payload);
    });
  }

  /** Writes one file outside data/, such as README.txt; otherwise like `addPayload`. */
  addTag(path: string, content: BagContent): Promise<BagFile> {
    return this.alone(content, () => {
      if (/^data(?:\/|$)/i.test(path)) throw new RangeError(`data/ is for the payload: ${path}`);
      this.paths.claim(path, true);
      return this.write(path, content, this.tags);
    });
  }

  /**
   * Writes the manifests, bagit.txt and bag-info.txt, then what `sign` returns for the text of the tag manifest, and
   * closes the ZIP. Resolves when the reader has the rest within reach; rejects when there is no payload.
   */
  finish(sign?: (tagManifest: string) => Promise<readonly BagSignature[]>): Promise<BagSummary> {
    return this.alone('', async () => {
      if (this.payload.size === 0) throw new RangeError('a pack without a payload proves nothing');
      const files = [...this.payload.values()];
      const payloadBytes = files.reduce((sum, file) => sum + file.bytes, 0);
      const oxum = `Payload-Oxum: ${payloadBytes}.${files.length}\n`;
      await this.write('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n', this.tags);
      await this.write('bag-info.txt', this.infoLines.join('') + oxum, this.tags);
      await this.write(PAYLOAD_MANIFEST, manifestText(this.payload), this.tags);
      const tagManifest = manifestText(this.tags);
      const { sha256 } = await this.write(TAG_MANIFEST, tagManifest);
      for (const { suffix, content } of (await sign?.(tagManifest)) ?? []) {
        const path = `${TAG_MANIFEST}.${suffix}`;
        this.paths.claim(path);
        await this.write(path, content);
      }
      this.closed = true;
      this.zip.entries = [...this.written, ...this.zip.entries];
      this.zip.end();
      await finished(this.output, { readable: false });
      return { payloadFiles: files.length, payloadBytes, manifestSha256: sha256 };
    });
  }

  private async alone<T>(content: BagContent, work: () => Promise<T>): Promise<T> {
    // Heard from the first moment on: a source may fail before its turn to be read.
    const sourceFailed = (error: Error): unknown => this.output.destroy(error);
    if (content instanceof Readable) content.on('error', sourceFailed);
    try {
      if (this.closed) throw new Error('the pack is complete');
      this.assertNotBroken();
      if (this.busy) throw new Error('a pack takes one file at a time');
      this.busy = true;
      const result = await work();
      this.busy = false;
      return result;
    } catch (error) {
      this.output.destroy(error instanceof Error ? error : new Error(String(error)));
      if (content instanceof Readable) content.destroy();
      throw error;
    }
  }

  private async write(path: string, content: BagContent, manifest?: Map<string, BagFile>): Promise<BagFile> {
    this.assertNotBroken();
    let measured: BagFile | undefined;
    const blocks = measuredBlocks(content, (file) => {
      measured = file;
    });
    const source = Readable.from(blocks, { objectMode: false });
    const stopped = (): unknown => source.destroy(this.output.errored ?? new Error('nobody reads the pack any more'));
    this.output.once('close', stopped);
    try {
      // The first level takes nearly all that can be saved on history, in a third of the time of the usual one.
      const compressionLevel = COMPRESSED_MEDIA.test(path) ? 0 : 1;
      const options = { mtime: this.modifiedAt, mode: REGULAR_FILE_0644, compressionLevel };
      this.zip.addReadStreamLazy(`${this.folder}/${path}`, options, handOver(source));
      await finished(source);
      // yazl searches all its entries for the next one to write; without the written ones, time grows only in line.
      this.written.push(...this.zip.entries.splice(0, this.zip.entries.length - 1));
    } finally {
      this.output.off('close', stopped);
    }
    if (measured === undefined) throw new Error(`not written to its end: ${path}`);
    manifest?.set(path, measured);
    return measured;
  }

  private assertNotBroken(): void {
    if (this.output.destroyed) throw new Error('the pack was given up', { cause: this.output.errored });
  }
}

/** A ZIP has local time without a zone; answering in UTC keeps the zone of the server out of the bytes. */
class UtcDate extends Date {
  override getFullYear(): number {
    return this.getUTCFullYear();
  }
  override getMonth(): number {
    return this.getUTCMonth();
  }
  override getDate(): number {
    return this.getUTCDate();
  }
  override getHours(): number {
    return this.getUTCHours();
  }
  override getMinutes(): number {
    return this.getUTCMinutes();
  }
  override getSeconds(): number {
    return this.getUTCSeconds();
  }
}

/** yazl keeps this function until the end of the ZIP; one that kept the source too would keep all contents in memory. */
function handOver(source: Readable): (take: (error: unknown, source: Readable) => void) => void {
  const waiting = [source];
  return (take) => {
    for (const next of waiting.splice(0)) take(null, next);
  };
}

function infoLine(label: string, value: string): string {
  const taken = label.toLowerCase() === 'payload-oxum';
  if (taken || !INFO_LABEL.test(label) || !INFO_VALUE.test(value) || value !== value.trim()) {
    throw new RangeError(`not a line for bag-info.txt: ${JSON.stringify(label)}: ${JSON.stringify(value)}`);
  }
  return `${label}: ${value}\n`;
}

/** The format of sha256sum, sorted by path so that the order of writing does not show. */
function manifestText(files: ReadonlyMap<string, BagFile>): string {
  const sorted = [...files].sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([path, { sha256 }]) => `${sha256}  ${path}\n`).join('');
}
