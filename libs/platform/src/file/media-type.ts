import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { Problem } from '../http/problem.js';

const office = 'application/vnd.openxmlformats-officedocument';

/** What may be kept, with the ending it gets in a pack: things to look at, none that can run. */
const accepted: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'image/tiff': 'tif',
  'image/bmp': 'bmp',
  'application/pdf': 'pdf',
  [`${office}.wordprocessingml.document`]: 'docx',
  [`${office}.spreadsheetml.sheet`]: 'xlsx',
  [`${office}.presentationml.presentation`]: 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/wav': 'wav',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'application/json': 'json',
};

/** The ending of a file of this media type. */
export const extensionOf = (mediaType: string): string => accepted[mediaType] ?? 'bin';

/** JSON larger than this is kept as plain text: not worth the memory to tell. */
const jsonLimit = 5 * 1024 * 1024;
const markup = /^\s*<(?:!doctype|html|head|body|script|iframe|svg|\?xml|xml|!--|\w+[\s>])/i;

/**
 * The media type of a file by its content; its name only tells a table from other text. Throws 415 with the reason for
 * what is not on the list: programs, pages, drawings with scripts, archives (whose content nobody can see), macros.
 */
export async function findMediaType(file: string, bytes: number, originalName: string): Promise<string> {
  const found = await fileTypeFromFile(file);
  if (found) {
    // The parameters (`audio/ogg; codecs=opus`) do not matter here.
    const mediaType = found.mime.split(';')[0]!;
    if (mediaType in accepted) return mediaType;
    throw unacceptable(mediaType);
  }
  const start = await startOfText(file);
  if (start === undefined) throw unacceptable('an unknown format, or text that is not UTF-8');
  if (markup.test(start)) throw unacceptable('text/html or another markup that can hold scripts');
  if (/^\s*[[{]/.test(start) && bytes <= jsonLimit && isJson(await readFile(file, 'utf8'))) return 'application/json';
  return /\.csv$/i.test(originalName) ? 'text/csv' : 'text/plain';
}

function unacceptable(what: string): Problem {
  return new Problem(415, 'unsupported-media-type', 'Files of this kind are not kept', [
    {
      code: 'media-type-refused',
      field: '/file',
      message: `The content is ${what}; send images, PDF, Office or OpenDocument files without macros, plain text, CSV, JSON, sound or video.`,
    },
  ]);
}

/** The first 1,000 characters if all of the file is text in UTF-8, without control characters of other formats. */
async function startOfText(file: string): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = '';
  try {
    for await (const block of createReadStream(file)) {
      const text = decoder.decode(block as Buffer, { stream: true });
      // oxlint-disable-next-line no-control-regex -- these are what tells binary data from text
      if (/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text)) return undefined;
      if (start.length < 1000) start += text.slice(0, 1000);
    }
    decoder.decode();
  } catch {
    return undefined;
  }
  return start;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
