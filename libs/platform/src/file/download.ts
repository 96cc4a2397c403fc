import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from '../http/problem.js';
import type { ContinuaRequest } from '../http/request.js';
import { asAttachment } from './file-name.js';

/** Bytes from `start` to `end`, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface Download {
  name: string;
  mediaType: string;
  bytes: number;
  /** SHA-256; also the strong ETag. */
  sha256: string;
  /** The content, or the part that was asked for. */
  open(range: ByteRange | undefined): Readable;
}

/**
 * Answers with a file that a browser saves and never runs. Understands `If-None-Match` (304), one `Range` (206, 416)
 * and `If-Range`, so that a broken download can go on.
 */
export function download(request: ContinuaRequest, reply: FastifyReply, file: Download): StreamableFile | undefined {
  const etag = `"${file.sha256}"`;
  void reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': asAttachment(file.name),
    'content-security-policy': `default-src 'none'; sandbox`,
    'x-content-type-options': 'nosniff',
  });
  if (request.headers['if-none-match']?.split(',').some((tag) => tag.trim() === etag)) {
    void reply.status(304);
    return undefined;
  }
  const range = requestedRange(request, etag, file.bytes);
  if (range) void reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  void reply.headers({
    'content-type': file.mediaType,
    'content-length': range ? range.end - range.start + 1 : file.bytes,
  });
  return new StreamableFile(file.open(range));
}

/** Whether this request begins a download, and does not go on with one or just look. */
export function beginsDownload(request: ContinuaRequest): boolean {
  const { range, 'if-none-match': known } = request.headers;
  return request.method === 'GET' && known === undefined && (range === undefined || range.startsWith('bytes=0-'));
}

/** A range that cannot be understood is left out of account, as RFC 9110, 14.2 allows. */
function requestedRange(request: ContinuaRequest, etag: string, bytes: number): ByteRange | undefined {
  const { range, 'if-range': unless } = request.headers;
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '' || (unless !== undefined && unless !== etag))
    return undefined;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  if (start >= bytes)
    throw new Problem(416, 'range-not-satisfiable', 'The file is shorter than that', [], {
      'content-range': `bytes */${bytes}`,
    });
  return { start, end };
}
