import { type Command, Option } from 'commander';
import {
  AccountService,
  checkTimeZone,
  type Discipline,
  disciplines,
  GrantRole,
  newToken,
  Person,
  PersonService,
  type PersonView,
  RegisterPerson,
  type Role,
  RoleGrantService,
  roleNames,
  SetUp,
  type Tx,
} from '#platform';
import { checked, Installation, sitesByCode } from './installation.js';
import { list, print, readPassword, remark, table } from './terminal.js';

interface AddOptions extends Where {
  email: string;
  name: string;
  jobTitle?: string;
  role?: Role[];
  passwordStdin?: boolean;
  timeZone: string;
}

/** For what a role is given. */
interface Where {
  organisation?: string;
  disciplines?: Discipline[];
  sites?: string[];
  until?: string;
}

const organisation = () => new Option('--organisation <name or id>', 'which one, where there are several');
const scope = (command: Command): Command =>
  command
    .option('--disciplines <list>', 'quality, environment or both', list)
    .option('--sites <codes>', 'codes of sites; all without', list)
    .option('--until <day>', 'last day of the role, such as 2026-12-31');
const roleList = `one or more of ${roleNames.filter((role) => role !== 'integration').join(', ')}`;

/** `user add`, `user list`, `user password` and `user roles`. */
export function addUserCommands(program: Command): void {
  const user = program.command('user').description('people and what they may do');
  scope(
    user
      .command('add')
      .description('registers a person and prints the link with which they choose a password')
      .requiredOption('--email <address>')
      .requiredOption('--name <name>')
      .option('--job-title <title>')
      .option('--role <list>', roleList, list)
      .option('--password-stdin', 'sets the password, read from the standard input, instead of printing a link')
      .option('--time-zone <zone>', 'for the organisation, when this makes the first one', 'UTC')
      .addOption(organisation()),
  ).action(add);
  user.command('list').description('lists people').addOption(organisation()).action(listPeople);
  user
    .command('password')
    .description('sets a password and ends all sessions of the person')
    .requiredOption('--email <address>')
    .option('--password-stdin', 'reads it from the standard input instead of making one up')
    .action(setPassword);
  scope(
    user
      .command('roles')
      .description('shows the roles of a person, and gives or takes some')
      .requiredOption('--email <address>')
      .option('--grant <list>', roleList, list)
      .option('--revoke <list>', 'roles to take back', list)
      .option('--reason <text>', 'why')
      .addOption(organisation()),
  ).action(changeRoles);
}

async function add(options: AddOptions): Promise<void> {
  const password = options.passwordStdin ? await readPassword() : undefined;
  await Installation.use(async (installation) => {
    const accounts = installation.service(AccountService);
    if (password && options.organisation && (await accounts.isNew())) return foundWith(accounts, options, password);
    const people = installation.service(PersonService);
    const organisation = await installation.organisation(options.organisation);
    const invitation = await installation.write(organisation, async (tx) => {
      const { email, name, jobTitle } = options;
      const person = await people.register(tx, await checked(RegisterPerson, { email, name, jobTitle }));
      await grantAll(installation, tx, person.id, options.role ?? ['employee'], options);
      if (!password) return people.invite(tx, person.id);
      return accounts.openAccount(tx, person, password);
    });
    remark(`${options.name} belongs to ${organisation.name} now.`);
    if (invitation?.link) {
      remark(`With this link they choose a password; it works once, until ${invitation.expiresOn}:`);
      print(invitation.link);
    }
  });
}

/** The first organisation of an installation, where no browser is at hand for the setup link. */
async function foundWith(accounts: AccountService, options: AddOptions, password: string): Promise<void> {
  const { organisation = '', timeZone, name, email } = options;
  const first = await checked(SetUp, { token: 'none', organisation, timeZone, name, email, password });
  checkTimeZone(first.timeZone);
  await accounts.foundOrganisation(first);
  remark(`${name} is the administrator of ${organisation} now.`);
}

async function grantAll(
  installation: Installation,
  tx: Tx,
  personId: string,
  given: Role[],
  where: Where & { reason?: string },
) {
  const siteIds = await sitesByCode(tx, where.sites);
  for (const role of given) {
    const fields = {
      role,
      disciplines: where.disciplines ?? [...disciplines],
      siteIds: role === 'system_administrator' ? undefined : siteIds,
      validUntil: where.until,
      reason: where.reason,
    };
    await installation.service(RoleGrantService).grant(tx, personId, await checked(GrantRole, fields));
  }
}

async function listPeople(options: { organisation?: string }): Promise<void> {
  await Installation.use(async (installation) => {
    const chosen = await installation.organisation(options.organisation);
    const people = installation.service(PersonService);
    const rows: PersonView[] = [];
    await installation.write(chosen, async (tx) => {
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await people.list(tx, { limit: 200, sort: 'name', ...(cursor && { cursor }) });
        rows.push(...page.items);
        cursor = page.nextCursor;
      }
    });
    const state = ({ canSignIn, leftOn }: PersonView) =>
      canSignIn ? 'can sign in' : leftOn ? `left on ${leftOn}` : 'no password';
    print(
      table(
        ['NAME', 'E-MAIL', 'ROLES', 'STATE'],
        rows.map((person) => [person.name, person.email ?? '', person.roles.join(', '), state(person)]),
      ),
    );
  });
}

async function setPassword(options: { email: string; passwordStdin?: boolean }): Promise<void> {
  const given = options.passwordStdin ? await readPassword() : undefined;
  const password = given ?? newToken().slice(0, 20);
  await Installation.use((installation) => installation.service(AccountService).resetPassword(options.email, password));
  remark(`The password of ${options.email} is new; all sessions have ended.`);
  if (!given) print(password);
}

async function changeRoles(
  options: Where & { email: string; grant?: Role[]; revoke?: Role[]; reason?: string },
): Promise<void> {
  await Installation.use(async (installation) => {
    const grants = installation.service(RoleGrantService);
    const organisation = await installation.organisation(options.organisation);
    const rows = await installation.write(organisation, async (tx) => {
      const person = await personByEmail(tx, options.email);
      const held = (await grants.list(tx, person.id)).filter((grant) => grants.view(tx, grant).active);
      await grantAll(installation, tx, person.id, options.grant ?? [], options);
      for (const role of options.revoke ?? []) {
        const found = held.filter((grant) => grant.role === role);
        if (found.length === 0) throw new Error(`${person.name} does not hold the role ${role}.`);
        for (const grant of found)
          await grants.revoke(tx, grant.id, undefined, { reason: options.reason ?? 'Taken back on the command line' });
      }
      return (await grants.list(tx, person.id)).map((grant) => grants.view(tx, grant));
    });
    print(
      table(
        ['ROLE', 'DISCIPLINES', 'SITES', 'FROM', 'UNTIL', 'STATE'],
        rows.map((grant) => [
          grant.role,
          grant.disciplines.join(', '),
          grant.siteIds ? String(grant.siteIds.length) : 'all',
          grant.validFrom ?? '',
          grant.validUntil ?? '',
          grant.active ? 'active' : grant.revokedAt ? 'revoked' : 'not in force',
        ]),
      ),
    );
  });
}

async function personByEmail(tx: Tx, email: string): Promise<Person> {
  const [row] = await tx.sql<{ id: string }>(
    'SELECT id FROM person WHERE org_id = $1 AND lower(email) = lower($2) ORDER BY left_on DESC NULLS FIRST LIMIT 1',
    [tx.actor.orgId, email],
  );
  if (!row) throw new Error(`There is nobody with the e-mail address ${email}.`);
  return tx.get(Person, row.id);
}
