import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../identity/actor.js';
import type { Tx } from '../database/tx.js';
import type { Upload } from '../file/upload.guard.js';
import { notFound, Problem } from './problem.js';

/** What the guard and the interceptor add to a request. */
export interface ContinuaRequest extends FastifyRequest {
  actor?: Actor;
  via?: 'ui' | 'api';
  tx?: Tx;
  /** Hash of the session's token when the caller came with a cookie. */
  sessionHash?: string;
  /** The file that came with the request. */
  upload?: Upload;
}

const requestOf = (context: ExecutionContext): ContinuaRequest => context.switchToHttp().getRequest();

/** The open transaction of this request; GET can only read. */
export const CurrentTx = createParamDecorator((_: unknown, context: ExecutionContext): Tx => {
  const { tx } = requestOf(context);
  if (!tx) throw new Error('This route is public: it has no transaction');
  return tx;
});

const parseIfMatch = (context: ExecutionContext): number => {
  const header = requestOf(context).headers['if-match'];
  if (!header)
    throw new Problem(428, 'precondition-required', 'Say which version you are changing', [
      { code: 'if-match-missing', message: 'Send the ETag of the record in the header If-Match.' },
    ]);
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (!version)
    throw new Problem(412, 'stale', 'The version is not one of this record', [
      { code: 'if-match-malformed', message: 'If-Match must be an ETag such as "3".' },
    ]);
  return Number(version);
};

/** The version that the caller read, from `If-Match`: 428 without. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext) => parseIfMatch(context),
  [
    (target, key, index) => {
      void index;
      const descriptor = Object.getOwnPropertyDescriptor(target, key as string)!;
      ApiHeader({
        name: 'If-Match',
        required: true,
        description: 'The ETag of the version you read',
        schema: { type: 'string', example: '"3"' },
      })(target, key as string, descriptor);
    },
  ],
);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id in the path; what is no id is no record: 404. */
export const RecordId = createParamDecorator((name: string | undefined, context: ExecutionContext): string => {
  const value = (requestOf(context).params as Record<string, string>)[name ?? 'id'] ?? '';
  if (!uuid.test(value)) throw notFound();
  return value.toLowerCase();
});

export const secretField = 'continua:secret';
/** The answer holds a secret in this field: it is not kept for a repeated request, which gets null instead. */
export const ShownOnce = (field: string) => SetMetadata(secretField, field);

export const isPublic = 'continua:public';
/** Opens a route to strangers; it gets no transaction. */
export const Public = () => SetMetadata(isPublic, true);

export const isRecorded = 'continua:recorded';
/** Reading that leaves a line in the history, such as a download: a GET that may write. */
export const Recorded = () => SetMetadata(isRecorded, true);
