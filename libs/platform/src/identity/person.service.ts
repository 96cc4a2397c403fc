import { Injectable } from '@nestjs/common';
import { Configuration } from '../configuration/configuration.js';
import { dayIn, Tx } from '../database/tx.js';
import { findPage, type Page } from '../http/page.js';
import { conflict, forbidden } from '../http/problem.js';
import { isSame } from '../workflow/workflow.js';
import { AccountService } from './account.service.js';
import type { EditPerson, InvitationView, PersonQuery, PersonView, RegisterPerson } from './person.dto.js';
import { Person } from './person.entity.js';
import { requireAnotherAdministrator } from './role-grant.service.js';
import type { Role } from './roles.js';

const weekInMilliseconds = 7 * 86_400_000;

/** In what a list looks for words; for addresses only where they are shown. */
export const personWords = ['name', 'job_title'];

@Injectable()
export class PersonService {
  constructor(
    private readonly accounts: AccountService,
    private readonly configuration: Configuration,
  ) {}

  /** Names are for all who work with records; addresses only for those who manage people. */
  async list(tx: Tx, query: PersonQuery): Promise<Page<PersonView>> {
    if (!tx.actor.can('organisation:read')) throw forbidden();
    const present = '(r.leftOn IS NULL OR r.leftOn > :today)';
    const page = await findPage(tx, Person, query, {
      sort: ['name'],
      words: [...personWords, ...(tx.actor.canEverywhere('person:manage') ? ['email'] : [])],
      where: [query.present !== undefined && [query.present ? present : `NOT ${present}`, { today: tx.today }]],
    });
    return { ...page, items: await this.viewAll(tx, page.items) };
  }

  get(tx: Tx, id: string): Promise<Person> {
    if (!tx.actor.can('organisation:read')) throw forbidden();
    return tx.get(Person, id, 'person');
  }

  async view(tx: Tx, person: Person): Promise<PersonView> {
    const [view] = await this.viewAll(tx, [person]);
    return view!;
  }

  private async viewAll(tx: Tx, people: Person[]): Promise<PersonView[]> {
    const rows = await tx.sql<{ person_id: string; roles: Role[] }>(
      `SELECT person_id, array_agg(DISTINCT role ORDER BY role) AS roles FROM role_grant
       WHERE org_id = $1 AND person_id = ANY ($2) AND revoked_at IS NULL
         AND (valid_from IS NULL OR valid_from <= $3) AND (valid_until IS NULL OR valid_until >= $3) GROUP BY person_id`,
      [tx.actor.orgId, people.map(({ id }) => id), tx.today],
    );
    const roles = new Map(rows.map((row) => [row.person_id, row.roles]));
    const manages = tx.actor.canEverywhere('person:manage');
    return people.map(({ orgId: _org, accountId, email, ...person }) => ({
      ...person,
      ...((manages || isSame(tx.actor, person.id)) && { email }),
      canSignIn: accountId !== null && !(person.leftOn && person.leftOn <= tx.today),
      roles: roles.get(person.id) ?? [],
    }));
  }

  async register(tx: Tx, { name, email = null, jobTitle = null }: RegisterPerson): Promise<Person> {
    if (!tx.actor.canEverywhere('person:manage')) throw forbidden();
    await this.requireFree(tx, email);
    await tx.because('person.register');
    return tx.insert(Person, { name, email, jobTitle, accountId: null, leftOn: null });
  }

  /** Someone who leaves cannot sign in from that day on; the name stays in the records. */
  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditPerson): Promise<Person> {
    if (!tx.actor.canEverywhere('person:manage')) throw forbidden();
    const person = await tx.claim(Person, id, version);
    if (changes.email && changes.email !== person.email) await this.requireFree(tx, changes.email, id);
    if (changes.leftOn) await requireAnotherAdministrator(tx, { personId: id });
    await tx.because(changes.leftOn ? 'person.leave' : 'person.edit', reason);
    return tx.update(person, changes);
  }

  /** The one-time link with which the person chooses a password. 409 for someone who has one already. */
  async invite(tx: Tx, id: string): Promise<InvitationView> {
    if (!tx.actor.canEverywhere('person:manage')) throw forbidden();
    const person = await tx.get(Person, id, 'person');
    if (person.leftOn && person.leftOn <= tx.today) throw conflict('has-left', 'The person has left.');
    const token = await this.accounts.invite(tx, person);
    return {
      link: `${this.configuration.publicUrl}/invitation#token=${token}`,
      expiresOn: dayIn(tx.actor.timeZone, new Date(Date.now() + weekInMilliseconds)),
    };
  }

  /** Two people of one organisation cannot sign in with the same address. */
  private async requireFree(tx: Tx, email: string | null, besides?: string): Promise<void> {
    if (!email) return;
    const [other] = await tx.sql<{ id: string }>(
      'SELECT id FROM person WHERE org_id = $1 AND lower(email) = lower($2) AND left_on IS NULL AND id IS DISTINCT FROM $3 LIMIT 1',
      [tx.actor.orgId, email, besides ?? null],
    );
    if (other) throw conflict('already-exists', 'Someone else has this e-mail address.', '/email');
  }
}
