import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { conflict, invalid, notFound, Problem, type ProblemDetails } from './problem.js';
import type { ContinuaRequest } from './request.js';

interface DatabaseError {
  code?: string;
  constraint?: string;
  message: string;
}

/** Turns whatever was thrown into `application/problem+json`. Never a stack, SQL or a path. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ContinuaRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.problemOf(error, request);
    if (reply.sent) return;
    const body: ProblemDetails = {
      type: `/problems/${problem.kind}`,
      title: problem.title,
      status: problem.getStatus(),
      instance: `/requests/${request.id}`,
      reasons: problem.reasons,
    };
    void reply
      .status(body.status)
      .headers({ ...problem.headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
      .send(JSON.stringify(body));
  }

  private problemOf(error: unknown, request: ContinuaRequest): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof QueryFailedError) return this.ofDatabase(error.driverError as DatabaseError, request);
    const { code = '', statusCode } = error as { code?: string; statusCode?: number };
    const status = error instanceof HttpException ? error.getStatus() : statusCode;
    if (status === 404) return notFound('address');
    if (status === 413 || code === 'FST_REQ_FILE_TOO_LARGE')
      return new Problem(413, 'too-large', 'The request is too large');
    if (status === 415) return new Problem(415, 'unsupported-media-type', 'Send application/json', []);
    if (status === 400 || status === 406)
      return new Problem(400, 'malformed', 'The request cannot be read', [
        { code: 'malformed', message: 'It is not well-formed JSON or HTTP.' },
      ]);
    if (status === 429) return new Problem(429, 'too-many-requests', 'Too many requests', [], { 'retry-after': '60' });
    if (
      /^(ECONN|57P|08|53)/.test(code) ||
      /Connection terminated|timeout exceeded when trying to connect/.test((error as Error).message ?? '')
    )
      return this.unavailable(error, request);
    this.logger.error(
      `${request.method} ${request.routeOptions?.url ?? ''} ${request.id}: ${(error as Error)?.stack ?? String(error)}`,
    );
    return new Problem(500, 'internal', 'Something went wrong on our side');
  }

  private unavailable(error: unknown, request: ContinuaRequest): Problem {
    this.logger.error(
      `${request.method} ${request.routeOptions?.url ?? ''} ${request.id}: ${(error as Error).message}`,
    );
    return new Problem(503, 'unavailable', 'The service is not available right now; try again', [], {
      'retry-after': '5',
    });
  }

  /** The constraints of the database say the same as the validation would, so their violations are answers, not faults. */
  private ofDatabase(error: DatabaseError, request: ContinuaRequest): Problem {
    const code = error.code ?? '';
    // Where row-level security holds, PostgreSQL does not name the columns, but the constraint does.
    const column = /_org_id_(\w+?)_f?key$/.exec(error.constraint ?? '')?.[1];
    const field = column
      ? { field: `/${column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())}` }
      : {};
    if (code === '23505') return conflict('already-exists', 'There is such a record already.', field.field);
    if (code === '23503') return invalid({ code: 'unknown-reference', message: 'There is no such record.', ...field });
    if (code === '23502' || code === '23514')
      return invalid({ code: 'refused-by-database', message: 'A value is missing or not possible.', ...field });
    if (code.startsWith('22')) return invalid({ code: 'value-not-possible', message: 'A value cannot be stored.' });
    if (code === '42501' && /row-level security/.test(error.message))
      return new Problem(403, 'forbidden', 'You may not do this', [
        { code: 'other-site', message: 'The record would belong to a site that is not yours.' },
      ]);
    if (code === '40001' || code === '40P01' || code === '55P03')
      return conflict('try-again', 'Somebody changed the same records at the same time; try again.');
    if (/^(57|08|53)/.test(code) || error.message.startsWith('Connection terminated'))
      return this.unavailable(error, request);
    this.logger.error(`${request.method} ${request.routeOptions?.url ?? ''} ${request.id}: ${code} ${error.message}`);
    return new Problem(500, 'internal', 'Something went wrong on our side');
  }
}
