import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { isPublic, type ContinuaRequest } from '../http/request.js';
import { forbidden, unauthenticated } from '../http/problem.js';
import { Actor } from './actor.js';

/** Every route needs a caller unless it says otherwise. */
@Injectable()
export class AccessGuard extends AuthGuard(['api-key', 'session']) {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ContinuaRequest>();
    refuseForeignPages(request);
    if (this.reflector.getAllAndOverride<boolean | undefined>(isPublic, [context.getHandler(), context.getClass()]))
      return true;
    await super.canActivate(context);
    return true;
  }

  override handleRequest<A>(error: unknown, actor: A): A {
    if (error) throw error;
    if (!(actor instanceof Actor)) throw unauthenticated();
    return actor;
  }

  override getAuthenticateOptions() {
    return { property: 'actor', session: false };
  }

  override getRequest(context: ExecutionContext): ContinuaRequest {
    return context.switchToHttp().getRequest<ContinuaRequest>();
  }
}

/**
 * Against forged requests from other pages: a browser says where a changing request comes from, and only our own
 * pages may send one. Programs send neither header.
 */
function refuseForeignPages(request: ContinuaRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, host, 'sec-fetch-site': from } = request.headers;
  const foreign = from
    ? from !== 'same-origin' && from !== 'none'
    : origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host);
  if (foreign) throw forbidden('The request comes from another page', 'foreign-origin');
}
