import { type Command, Option } from 'commander';
import pg from 'pg';
import { openEpoch } from '#evidence';
import { AccountService, readConfiguration } from '#platform';
import { reachDatabase } from '../database.js';
import { Installation } from './installation.js';
import { print, remark } from './terminal.js';

/** `log new-epoch`. */
export function addLogCommands(program: Command): void {
  const log = program.command('log').description('the sealed history');
  log
    .command('new-epoch')
    .description('begins the logs anew after a restored backup or a lost key, and puts that on record')
    .requiredOption('--reason <text>', 'what happened; becomes part of the history')
    .addOption(new Option('--organisation <name or id>', 'only this one; all without'))
    .action(({ reason, organisation }: { reason: string; organisation?: string }) => newEpoch(reason, organisation));
}

async function newEpoch(reason: string, wanted: string | undefined): Promise<void> {
  if (reason.trim() === '' || reason.length > 2000) throw new Error('Give a reason of at most 2,000 characters.');
  const configuration = readConfiguration(process.env);
  const organisations = await Installation.use(async (installation) =>
    wanted === undefined
      ? installation.service(AccountService).organisations()
      : [await installation.organisation(wanted)],
  );
  const { ownerUrl, stop } = await reachDatabase(configuration, remark);
  const owner = new pg.Client(ownerUrl);
  try {
    await owner.connect();
    for (const { orgId, name } of organisations) {
      const opened = await openEpoch(owner, configuration.DATA_DIR, { orgId, reason });
      print(`${name}: ${opened.origin}`);
      remark(
        `  before: ${opened.previousOrigin}, ${opened.sealed} lines sealed in the database, ${opened.signed} lines signed here`,
      );
    }
  } finally {
    await owner.end();
    await stop();
  }
}
