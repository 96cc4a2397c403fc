import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { problemOfDatabase } from './database-problem.js';
import { notFound, Problem, type ProblemDetails } from './problem.js';
import type { ContinuaRequest } from './request.js';

interface DatabaseError {
  code?: string;
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
    if (error instanceof QueryFailedError) return this.ofDatabase(error, request);
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

  private ofDatabase(failure: QueryFailedError, request: ContinuaRequest): Problem {
    const problem = problemOfDatabase(failure);
    if (problem) return problem;
    const { code = '', message } = failure.driverError as DatabaseError;
    if (/^(57|08|53)/.test(code) || message.startsWith('Connection terminated'))
      return this.unavailable(failure.driverError, request);
    this.logger.error(`${request.method} ${request.routeOptions?.url ?? ''} ${request.id}: ${code} ${message}`);
    return new Problem(500, 'internal', 'Something went wrong on our side');
  }
}
