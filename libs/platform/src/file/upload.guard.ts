import type { MultipartFile } from '@fastify/multipart';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { forbidden, invalid, Problem } from '../http/problem.js';
import type { ContinuaRequest } from '../http/request.js';
import { shownName } from './file-name.js';
import { type Content, FileStore } from './file-store.js';
import { findMediaType } from './media-type.js';

/** A file that lies in the store and is not yet on record. */
export interface Upload extends Content {
  mediaType: string;
  originalName: string;
  receivedAt: string;
}

/**
 * Takes the field `file` of a multipart request in before the transaction opens, so that a slow sender holds no
 * connection to the database. 413 above the limit, 415 for what is not kept, 422 without content.
 */
@Injectable()
export class UploadGuard implements CanActivate {
  constructor(private readonly store: FileStore) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ContinuaRequest>();
    if (!request.actor?.can('file:add')) throw forbidden();
    if (!request.isMultipart())
      throw new Problem(415, 'unsupported-media-type', 'Send multipart/form-data with the field file');
    const part: MultipartFile | undefined = await request.file();
    if (!part || part.fieldname !== 'file') {
      part?.file.resume();
      throw invalid({ code: 'missing', field: '/file', message: 'Send the file in the field file.' });
    }
    const originalName = shownName(part.filename ?? '');
    const { inspected, ...content } = await this.store.keep(part.file, async (path, { bytes }) => {
      if (part.file.truncated) throw new Problem(413, 'too-large', 'The file is larger than 100 MB');
      if (bytes === 0) throw invalid({ code: 'empty', field: '/file', message: 'The file has no content.' });
      return findMediaType(path, bytes, originalName);
    });
    request.upload = { ...content, mediaType: inspected, originalName, receivedAt: new Date().toISOString() };
    return true;
  }
}
