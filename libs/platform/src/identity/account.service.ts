import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { conflict, forbidden, invalid, notFound, Problem, unauthenticated } from '../http/problem.js';
import { Tx } from '../database/tx.js';
import { Organisation } from '../organisation/organisation.entity.js';
import { Actor, type ActorFacts } from './actor.js';
import { Person } from './person.entity.js';
import { RoleGrant } from './role-grant.entity.js';
import type { Permission, Role } from './roles.js';
import { hashPassword, hashToken, newToken, passwordMatches } from './secrets.js';
import type { AcceptInvitation, ChangePassword, Membership, SetUp, SignIn } from './session.dto.js';

const sessionDays = 7;

/** Credentials and sessions, which exist before an organisation is known. All SQL goes through the identity functions. */
@Injectable()
export class AccountService {
  private readonly byAccount = new RateLimiterMemory({ points: 10, duration: 900 });
  private readonly byAddress = new RateLimiterMemory({ points: 100, duration: 900 });

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Opens a session and returns its token. 401 for a wrong pair, 429 after ten wrong ones in a quarter of an hour. */
  async signIn(
    { email, password, organisationId }: SignIn,
    address: string,
  ): Promise<{ token: string; expires: Date }> {
    await this.limit(this.byAddress, address);
    const accountId = await this.accountOf(email, password);
    const memberships = await this.memberships(accountId);
    const chosen =
      memberships.find((membership) => membership.organisationId === organisationId) ??
      (organisationId ? undefined : memberships[0]);
    if (!chosen) throw forbidden('This account belongs to no such organisation', 'no-membership');
    return this.openSession(accountId, chosen.organisationId);
  }

  /** Who this is in an organisation, for the command line. 401 for a wrong pair, 403 for somebody of another organisation. */
  async actorOf(orgId: string, { email, password }: Pick<SignIn, 'email' | 'password'>): Promise<Actor> {
    const accountId = await this.accountOf(email, password);
    const [row] = await this.dataSource.query<{ facts: ActorFacts }[]>(
      'SELECT identity.person_actor($1, m.person_id) AS facts FROM identity.memberships($2) m WHERE m.org_id = $1',
      [orgId, accountId],
    );
    if (!row?.facts) throw forbidden('This account belongs to no such organisation', 'no-membership');
    return new Actor(row.facts);
  }

  /** 401 for a wrong pair, 429 after ten wrong ones in a quarter of an hour. */
  private async accountOf(email: string, password: string): Promise<string> {
    const account = email.toLowerCase();
    const [found] = await this.dataSource.query<{ id: string; password_hash: string }[]>(
      'SELECT * FROM identity.find_account($1)',
      [account],
    );
    if (!(await this.proves(found?.id ?? account, found?.password_hash, password)) || !found)
      throw new Problem(401, 'wrong-credentials', 'E-mail or password is wrong');
    return found.id;
  }

  /** Whether the password is right. Wrong ones count against the account wherever it is asked for: 429 after ten. */
  private async proves(account: string, hash: string | undefined, password: string): Promise<boolean> {
    await this.limit(this.byAccount, account);
    const right = await passwordMatches(hash, password);
    if (right) await this.byAccount.delete(account);
    return right;
  }

  /**
   * Asks the person who acts for their password again. 403 for whoever has none, 422 for a wrong one: the session is as
   * good as before, so 401 would be wrong.
   */
  async reauthenticate(tx: Tx, password: string, field: string): Promise<void> {
    const { accountId } = tx.actor;
    if (!accountId) throw forbidden('Only people have passwords', 'not-a-person');
    const [row] = await tx.sql<{ hash: string | null }>('SELECT identity.account_password($1) AS hash', [accountId]);
    if (!(await this.proves(accountId, row?.hash ?? undefined, password)))
      throw invalid({ code: 'wrong-password', field, message: 'This is not your password.' });
  }

  private async limit(limiter: RateLimiterMemory, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (refusal) {
      const seconds = Math.ceil((refusal as RateLimiterRes).msBeforeNext / 1000);
      throw new Problem(429, 'too-many-requests', 'Too many attempts; wait a little', [], {
        'retry-after': String(seconds),
      });
    }
  }

  private async openSession(accountId: string, orgId: string): Promise<{ token: string; expires: Date }> {
    const token = newToken();
    const expires = new Date(Date.now() + sessionDays * 86_400_000);
    await this.dataSource.query('SELECT identity.open_session($1, $2, $3, $4)', [
      hashToken(token),
      accountId,
      orgId,
      expires,
    ]);
    return { token, expires };
  }

  async memberships(accountId: string): Promise<Membership[]> {
    const rows = await this.dataSource.query<{ org_id: string; organisation: string }[]>(
      'SELECT * FROM identity.memberships($1)',
      [accountId],
    );
    return rows.map((row) => ({ organisationId: row.org_id, organisation: row.organisation }));
  }

  async signOut(sessionHash: string): Promise<void> {
    await this.dataSource.query('SELECT identity.close_session($1)', [sessionHash]);
  }

  async switchOrganisation(actor: Actor, sessionHash: string, organisationId: string): Promise<void> {
    const memberships = actor.accountId ? await this.memberships(actor.accountId) : [];
    if (!memberships.some((membership) => membership.organisationId === organisationId))
      throw forbidden('You do not belong to this organisation', 'no-membership');
    await this.dataSource.query('SELECT identity.switch_session($1, $2)', [sessionHash, organisationId]);
  }

  /** Ends all sessions of the account. 422 when the current password is wrong. */
  async changePassword(tx: Tx, { currentPassword, newPassword }: ChangePassword): Promise<void> {
    await this.reauthenticate(tx, currentPassword, '/currentPassword');
    await tx.sql('SELECT identity.set_password($1, $2)', [tx.actor.accountId, await hashPassword(newPassword)]);
  }

  /** Whether nobody has set up this installation yet. */
  async isNew(): Promise<boolean> {
    return (await this.organisations()).length === 0;
  }

  async organisations(): Promise<{ orgId: string; name: string; timeZone: string }[]> {
    const rows = await this.dataSource.query<{ org_id: string; name: string; time_zone: string }[]>(
      'SELECT * FROM identity.organisations()',
    );
    return rows.map((row) => ({ orgId: row.org_id, name: row.name, timeZone: row.time_zone }));
  }

  /** A fresh one-time token for the setup link; the one before stops to work. */
  async offerSetup(): Promise<string> {
    const token = newToken();
    await this.dataSource.query('SELECT identity.offer_setup($1)', [hashToken(token)]);
    return token;
  }

  /** Makes the first organisation with its first person, who holds the roles that a small organisation starts with. */
  async setUp({ token, ...first }: SetUp): Promise<{ token: string; expires: Date }> {
    checkTimeZone(first.timeZone);
    const [row] = await this.dataSource.query<{ used: boolean }[]>('SELECT identity.use_setup($1) AS used', [
      hashToken(token),
    ]);
    if (!row?.used) throw unauthenticated();
    const { accountId, orgId } = await this.foundOrganisation(first);
    return this.openSession(accountId, orgId);
  }

  /** Also for the command line, which needs no link. 409 when the e-mail has an account already. */
  async foundOrganisation(
    first: Omit<SetUp, 'token'>,
  ): Promise<{ orgId: string; accountId: string; personId: string }> {
    const [orgId, accountId, personId] = [uuidv7(), uuidv7(), uuidv7()];
    const founder = systemActor({ orgId, timeZone: first.timeZone }, 'setup');
    const hash = await hashPassword(first.password);
    // A setup link that was printed before must not found another organisation.
    await this.offerSetup();
    await Tx.write(this.dataSource, founder, { via: 'job', requestId: `setup-${orgId}` }, async (tx) => {
      await tx.sql('SELECT identity.create_account($1, $2, $3)', [accountId, first.email.toLowerCase(), hash]);
      await tx.because('organisation.found');
      await tx.insert(Organisation, {
        id: orgId,
        name: first.organisation,
        timeZone: first.timeZone,
        justifiableRules: [],
        anchorEmail: null,
        signatureProof: null,
      });
      await this.addMember(tx, { personId, accountId, name: first.name, email: first.email, jobTitle: null }, [
        'system_administrator',
        'quality_manager',
        'environmental_manager',
        'lead_auditor',
      ]);
    });
    return { orgId, accountId, personId };
  }

  /** Adds a person with roles for both disciplines and all sites. */
  async addMember(
    tx: Tx,
    {
      personId,
      ...person
    }: { personId: string; accountId: string | null; name: string; email: string | null; jobTitle: string | null },
    roles: Role[],
  ): Promise<void> {
    await tx.insert(Person, { id: personId, ...person, leftOn: null });
    await tx.insertMany(
      RoleGrant,
      roles.map((role) => ({
        personId,
        role,
        disciplines: ['quality' as const, 'environment' as const],
        siteIds: null,
        validFrom: null,
        validUntil: null,
        revokedAt: null,
      })),
    );
  }

  /**
   * A token with which a person of this organisation chooses a password within a week; an earlier one stops to work.
   * 409 for a person who can sign in already, 422 without an e-mail address.
   */
  async invite(tx: Tx, person: Person): Promise<string> {
    if (person.accountId) throw conflict('has-account', 'The person has chosen a password already.');
    if (!person.email) throw noEmail();
    const token = newToken();
    await tx.sql('SELECT identity.invite($1, $2, $3, $4)', [
      hashToken(token),
      person.orgId,
      person.id,
      person.email.toLowerCase(),
    ]);
    return token;
  }

  /** Gives a person a password without an invitation, for the command line. 409 when the e-mail has one already. */
  async openAccount(tx: Tx, person: Person, password: string): Promise<void> {
    if (!person.email) throw noEmail();
    const [known] = await tx.sql<{ id: string }>('SELECT id FROM identity.find_account($1)', [person.email]);
    if (known || person.accountId)
      throw conflict('has-account', 'This e-mail address has a password already; invite the person instead.', '/email');
    const id = uuidv7();
    await tx.sql('SELECT identity.create_account($1, $2, $3)', [
      id,
      person.email.toLowerCase(),
      await hashPassword(password),
    ]);
    await tx.because('person.openAccount');
    await tx.update(person, { accountId: id });
  }

  /** Sets the password of an account and ends its sessions, for the command line. 404 for an unknown e-mail. */
  async resetPassword(email: string, password: string): Promise<void> {
    const [found] = await this.dataSource.query<{ id: string }[]>('SELECT id FROM identity.find_account($1)', [email]);
    if (!found) throw notFound('account');
    await this.dataSource.query('SELECT identity.set_password($1, $2)', [found.id, await hashPassword(password)]);
  }

  /** Gives the invited person an account, or joins the one that has the e-mail already if the password is right. */
  async acceptInvitation({ token, password }: AcceptInvitation): Promise<{ token: string; expires: Date }> {
    const { orgId, accountId } = await this.dataSource.transaction(async (manager) => {
      const [invitation] = await manager.query<{ org_id: string; person_id: string; email: string }[]>(
        'SELECT * FROM identity.use_invitation($1)',
        [hashToken(token)],
      );
      if (!invitation) throw unauthenticated();
      const [known] = await manager.query<{ id: string; password_hash: string }[]>(
        'SELECT * FROM identity.find_account($1)',
        [invitation.email],
      );
      if (known) {
        if (!(await this.proves(known.id, known.password_hash, password))) throw unauthenticated();
      }
      const id = known?.id ?? uuidv7();
      if (!known)
        await manager.query('SELECT identity.create_account($1, $2, $3)', [
          id,
          invitation.email,
          await hashPassword(password),
        ]);
      const [row] = await manager.query<{ facts: ActorFacts }[]>('SELECT identity.person_actor($1, $2) AS facts', [
        invitation.org_id,
        invitation.person_id,
      ]);
      if (!row?.facts) throw unauthenticated();
      const tx = await Tx.join(manager, new Actor(row.facts), { via: 'ui', requestId: 'invitation' });
      await tx.because('person.acceptInvitation');
      const person = await tx.claim(Person, invitation.person_id);
      if (person.accountId) throw unauthenticated();
      await tx.update(person, { accountId: id });
      return { orgId: invitation.org_id, accountId: id };
    });
    return this.openSession(accountId, orgId);
  }
}

const noEmail = () =>
  invalid({ code: 'missing', field: '/email', message: 'The person has no e-mail address to sign in with.' });

/**
 * The system itself, for set-up, jobs and imports; `part` stands in the history as `s:<part>`.
 * It needs permissions only where it goes through services that ask for them.
 */
export const systemActor = (
  { orgId, timeZone }: { orgId: string; timeZone: string },
  part: string,
  permissions: Permission[] = [],
): Actor => new Actor({ orgId, name: part, timeZone, justifiableRules: [], permissions }, part);

/** 422 for a zone that this computer does not know. */
export function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw invalid({
      code: 'unknown-time-zone',
      field: '/timeZone',
      message: 'The time zone must be one of the IANA list, such as Europe/Berlin.',
    });
  }
}
