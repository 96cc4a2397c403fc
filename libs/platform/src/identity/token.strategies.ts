import { Strategy as PassportStrategy } from 'passport';
import type { DataSource } from 'typeorm';
import type { ContinuaRequest } from '../http/request.js';
import { Actor, type ActorFacts } from './actor.js';
import { hashToken } from './secrets.js';

/** The cookie of the session; the __Host- prefix binds it to this host and to https. */
export const sessionCookie = (secure: boolean) => (secure ? '__Host-continua' : 'continua');

async function actorOf(
  dataSource: DataSource,
  look: 'session_actor' | 'api_key_actor',
  token: string,
): Promise<Actor | undefined> {
  const [row] = await dataSource.query<{ facts: ActorFacts | null }[]>(`SELECT identity.${look}($1) AS facts`, [
    hashToken(token),
  ]);
  return row?.facts ? new Actor(row.facts) : undefined;
}

/** People: an opaque session in a cookie. */
export class SessionStrategy extends PassportStrategy {
  override name = 'session';

  constructor(
    private readonly dataSource: DataSource,
    private readonly cookie: string,
  ) {
    super();
  }

  override authenticate(request: unknown): void {
    const { cookies } = request as { cookies?: Record<string, string | undefined> };
    const token = cookies?.[this.cookie];
    if (!token) return this.fail(401);
    actorOf(this.dataSource, 'session_actor', token).then(
      (actor) => {
        if (!actor) return this.fail(401);
        Object.assign(request as ContinuaRequest, { via: 'ui', sessionHash: hashToken(token) });
        this.success(actor);
      },
      (error: unknown) => this.error(error),
    );
  }
}

/** Integrations: `Authorization: Bearer ck_…`. */
export class ApiKeyStrategy extends PassportStrategy {
  override name = 'api-key';

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override authenticate(request: unknown): void {
    const token = /^Bearer (ck_[\w-]{43})$/i.exec((request as ContinuaRequest).headers.authorization ?? '')?.[1];
    if (!token) return this.fail(401);
    actorOf(this.dataSource, 'api_key_actor', token).then(
      (actor) => {
        if (!actor) return this.fail(401);
        Object.assign(request as ContinuaRequest, { via: 'api' });
        this.success(actor);
      },
      (error: unknown) => this.error(error),
    );
  }
}
