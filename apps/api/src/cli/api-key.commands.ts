import type { Command } from 'commander';
import {
  ApiKeyService,
  type ApiKeyView,
  type Discipline,
  disciplines,
  MakeApiKey,
  type Permission,
  roles,
} from '#platform';
import { checked, Installation, sitesByCode } from './installation.js';
import { list, print, remark, table } from './terminal.js';

interface CreateOptions {
  organisation?: string;
  name: string;
  permissions: Permission[];
  disciplines?: Discipline[];
  sites?: string[];
  expires?: string;
}

/** `api-key create`, `api-key list` and `api-key revoke`. */
export function addApiKeyCommands(program: Command): void {
  const key = program.command('api-key').description('keys with which integrations sign in');
  const which = ['--organisation <name or id>', 'which one, where there are several'] as const;
  key
    .command('create')
    .description('makes a key and prints it, once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--permissions <list>', `some of ${roles.integration.join(', ')}`, list)
    .option('--disciplines <list>', 'quality, environment or both', list)
    .option('--sites <codes>', 'codes of sites; all without', list)
    .option('--expires <day>', 'last day on which it works, such as 2026-12-31')
    .option(...which)
    .action(create);
  key
    .command('list')
    .description('lists keys with their last use')
    .option(...which)
    .action(listKeys);
  key
    .command('revoke')
    .description('makes a key useless')
    .argument('<id or ending>', 'as `api-key list` shows it')
    .option('--reason <text>', 'why', 'Revoked on the command line')
    .option(...which)
    .action(revoke);
}

async function create(options: CreateOptions): Promise<void> {
  await Installation.use(async (installation) => {
    const organisation = await installation.organisation(options.organisation);
    const made = await installation.write(organisation, async (tx) => {
      const fields = {
        name: options.name,
        permissions: options.permissions,
        disciplines: options.disciplines ?? [...disciplines],
        siteIds: await sitesByCode(tx, options.sites),
        expiresOn: options.expires,
      };
      return installation.service(ApiKeyService).make(tx, await checked(MakeApiKey, fields));
    });
    remark(`The key “${made.name}” of ${organisation.name}; it is not shown again:`);
    print(made.key ?? '');
  });
}

async function allKeys(
  installation: Installation,
  organisation: Parameters<Installation['write']>[0],
): Promise<ApiKeyView[]> {
  const keys = installation.service(ApiKeyService);
  return installation.write(organisation, async (tx) => {
    const rows: ApiKeyView[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await keys.list(tx, { limit: 200, ...(cursor && { cursor }) });
      rows.push(...page.items);
      cursor = page.nextCursor;
    }
    return rows;
  });
}

async function listKeys(options: { organisation?: string }): Promise<void> {
  await Installation.use(async (installation) => {
    const keys = await allKeys(installation, await installation.organisation(options.organisation));
    const state = (key: ApiKeyView) => (key.active ? 'active' : key.revokedAt ? 'revoked' : 'expired');
    print(
      table(
        ['ID', 'ENDING', 'NAME', 'PERMISSIONS', 'EXPIRES', 'LAST USED', 'STATE'],
        keys.map((key) => [
          key.id,
          key.hint,
          key.name,
          key.permissions.join(', '),
          key.expiresOn ?? 'never',
          key.lastUsedAt ?? 'never',
          state(key),
        ]),
      ),
    );
  });
}

async function revoke(wanted: string, options: { organisation?: string; reason: string }): Promise<void> {
  await Installation.use(async (installation) => {
    const organisation = await installation.organisation(options.organisation);
    const keys = await allKeys(installation, organisation);
    const found = keys.filter((key) => key.id === wanted || (key.hint === wanted && key.revokedAt === null));
    if (found.length !== 1)
      throw new Error(
        found.length === 0 ? `There is no key ${wanted}.` : `Several keys end in ${wanted}: give the id.`,
      );
    const [key] = found;
    await installation.write(organisation, (tx) =>
      installation.service(ApiKeyService).revoke(tx, key!.id, undefined, { reason: options.reason }),
    );
    remark(`The key “${key!.name}” works no more.`);
  });
}
