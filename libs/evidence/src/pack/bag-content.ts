import { createHash } from 'node:crypto';

/** Content of one file: all at once, or piece by piece (a Readable is such an iterable). Text becomes UTF-8. */
export type BagContent = string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** What a manifest says about one file: lower-case hex SHA-256 and length in bytes. */
export interface BagFile {
  sha256: string;
  bytes: number;
}

/** Bytes per block handed to the compressor. */
const BLOCK = 65_536;

/**
 * Passes `content` on in blocks of equal size and calls `measured` after the last one. A source of single lines would
 * otherwise cost a call of the compressor for each.
 */
export async function* measuredBlocks(content: BagContent, measured: (file: BagFile) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const piece of pieces(content)) {
    let rest = toBuffer(piece);
    hash.update(rest);
    bytes += rest.length;
    while (pendingBytes + rest.length >= BLOCK) {
      const taken = BLOCK - pendingBytes;
      pending.push(rest.subarray(0, taken));
      yield pending.length === 1 ? rest.subarray(0, taken) : Buffer.concat(pending, BLOCK);
      rest = rest.subarray(taken);
      pending = [];
      pendingBytes = 0;
    }
    if (rest.length > 0) {
      pending.push(rest);
      pendingBytes += rest.length;
    }
  }
  if (pendingBytes > 0) yield Buffer.concat(pending, pendingBytes);
  measured({ sha256: hash.digest('hex'), bytes });
}

function pieces(content: BagContent): AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array> {
  return typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
}

function toBuffer(piece: string | Uint8Array): Buffer {
  if (typeof piece === 'string') return Buffer.from(piece, 'utf8');
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}
