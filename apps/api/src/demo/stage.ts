import { randomBytes } from 'node:crypto';
import type { INestApplicationContext, Type } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { addDays } from '#continual-improvement';
import { Actor, type ActorFacts, dayIn, type GivenSignature, Tx } from '#platform';

/** Where the demonstration is played: who acts, on which day, with which services. */
export class Stage {
  /** Today; everything else happened some days before. */
  readonly today: string;
  private readonly actors = new Map<string, Actor>();

  constructor(
    private readonly app: INestApplicationContext,
    readonly manager: EntityManager,
    readonly orgId: string,
    readonly timeZone: string,
    /** The people sign like everybody, with the password that they were given. */
    readonly signature: GivenSignature,
  ) {
    this.today = dayIn(timeZone);
  }

  service<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }

  /** The day so many days ago; negative for days to come. */
  ago(days: number): string {
    return addDays(this.today, -days);
  }

  /** The open transaction, as this person on that day. Recorded times stay those of the server. */
  async as(personId: string, daysAgo = 0): Promise<Tx> {
    let actor = this.actors.get(personId);
    if (!actor) {
      const [row] = await this.manager.query<{ facts: ActorFacts }[]>('SELECT identity.person_actor($1, $2) AS facts', [
        this.orgId,
        personId,
      ]);
      actor = new Actor(row!.facts);
      this.actors.set(personId, actor);
    }
    return Tx.join(this.manager, actor, {
      via: 'demo',
      requestId: `demo-${randomBytes(4).toString('hex')}`,
      today: this.ago(daysAgo),
    });
  }
}

/** One of a list, turning round. */
export const pick = <T>(list: readonly T[], index: number): T =>
  list[((index % list.length) + list.length) % list.length]!;
