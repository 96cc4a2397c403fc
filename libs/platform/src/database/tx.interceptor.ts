import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { AfterCommit } from '../http/after-commit.js';
import { Problem } from '../http/problem.js';
import { type ContinuaRequest, isRecorded, secretField } from '../http/request.js';
import { Tx } from './tx.js';

/**
 * One transaction a request, committed before the answer leaves. A GET cannot write, unless reading it is recorded. A
 * POST with an `Idempotency-Key` leaves its answer in the same transaction, so that effect and answer are kept together
 * or not at all.
 */
@Injectable()
export class TxInterceptor implements NestInterceptor {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<ContinuaRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { actor } = request;
    if (!actor) return next.handle();
    const options = { via: request.via ?? 'api', requestId: request.id } as const;
    const work = async (tx: Tx): Promise<unknown> => {
      request.tx = tx;
      const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
      const handle = () => firstValueFrom<unknown, undefined>(next.handle(), { defaultValue: undefined });
      if (key === undefined) return tag(reply, await handle());
      const secret = this.reflector.get<string | undefined>(secretField, context.getHandler());
      return this.once(tx, request, reply, { key: String(key), secret }, handle);
    };
    const recorded = this.reflector.get<boolean | undefined>(isRecorded, context.getHandler());
    const readOnly = request.method === 'HEAD' || (request.method === 'GET' && !recorded);
    const answer = readOnly
      ? Tx.read(this.dataSource, actor, options, work)
      : Tx.write(this.dataSource, actor, options, work);
    return from(answer.then((result) => (result instanceof AfterCommit ? result.answer() : result)));
  }

  private async once(
    tx: Tx,
    request: ContinuaRequest,
    reply: FastifyReply,
    { key, secret }: { key: string; secret: string | undefined },
    work: () => Promise<unknown>,
  ): Promise<unknown> {
    if (!/^[\x21-\x7e]{1,255}$/.test(key))
      throw idempotencyProblem(422, 'idempotency-key-malformed', 'The key must be 1 to 255 visible ASCII characters.');
    const route = `${request.method} ${request.url.split('?')[0]}`;
    const fingerprint = createHash('sha256').update(fingerprintText(request)).digest('base64url');
    const scope = [tx.actor.orgId, tx.actor.key, route, key];
    const [lock] = await tx.sql<{ free: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
      [scope.join(' ')],
    );
    if (!lock?.free)
      throw idempotencyProblem(409, 'idempotency-key-running', 'The first request with this key is still running.');
    const [kept] = await tx.sql<{
      fingerprint: string;
      status: number;
      headers: Record<string, string>;
      body: string | null;
    }>(
      'SELECT fingerprint, status, headers, body FROM idempotency_key WHERE org_id = $1 AND actor = $2 AND route = $3 AND key = $4',
      scope,
    );
    if (kept && kept.fingerprint !== fingerprint)
      throw idempotencyProblem(422, 'idempotency-key-reused', 'The key was used for another request.');
    if (kept) {
      reply.status(kept.status).headers({ ...kept.headers, 'idempotency-replayed': 'true' });
      return kept.body === null ? undefined : (JSON.parse(kept.body) as unknown);
    }
    const result = tag(reply, await work());
    const answer = secret && typeof result === 'object' ? { ...result, [secret]: null } : result;
    const headers = Object.fromEntries(
      ['etag', 'location'].flatMap((name) => (reply.getHeader(name) ? [[name, String(reply.getHeader(name))]] : [])),
    );
    await tx.sql(
      'INSERT INTO idempotency_key (org_id, actor, route, key, fingerprint, status, headers, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [...scope, fingerprint, reply.statusCode, headers, answer === undefined ? null : JSON.stringify(answer)],
    );
    return result;
  }
}

const idempotencyProblem = (status: number, code: string, message: string) =>
  new Problem(status, code, 'The request cannot be repeated like this', [{ code, message }]);

/** What makes two requests the same: their body or, for an upload, the file and its name. */
const fingerprintText = ({ upload, body }: ContinuaRequest): string =>
  upload ? `${upload.sha256} ${upload.originalName}` : (JSON.stringify(body, withoutPasswords) ?? '');

/** A digest of a password could be guessed by trying, so passwords are no part of what is kept of a request. */
const withoutPasswords = (name: string, value: unknown): unknown => (/password$/i.test(name) ? undefined : value);

/** A record tells its version in the ETag, which `If-Match` wants back. */
function tag(reply: FastifyReply, result: unknown): unknown {
  if (typeof result === 'object' && result !== null && 'version' in result && typeof result.version === 'number')
    reply.header('etag', `"${result.version}"`);
  return result;
}
