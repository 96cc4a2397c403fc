import path from 'node:path';
import type { Command } from 'commander';
import { DataSource } from 'typeorm';
import { verifyEvidence } from '#evidence';
import { AccountService, FileStore, readConfiguration } from '#platform';
import { Installation } from './installation.js';
import { print } from './terminal.js';

/** `verify`: whether everything still is what was recorded. Ends with 1 when something is not. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('compares every record, line of history, checkpoint and file with what was recorded of it')
    .option('--organisation <name or id>', 'only this one; all without')
    .action(({ organisation }: { organisation?: string }) => verify(organisation));
}

async function verify(wanted: string | undefined): Promise<void> {
  const dataFolder = path.resolve(readConfiguration(process.env).DATA_DIR);
  await Installation.use(async (installation) => {
    const organisations =
      wanted === undefined
        ? await installation.service(AccountService).organisations()
        : [await installation.organisation(wanted)];
    for (const { orgId, name } of organisations) {
      const result = await verifyEvidence(
        installation.service(DataSource),
        orgId,
        installation.service(FileStore),
        dataFolder,
      );
      const { rows, lines, files, faultCount, faults } = result;
      print(`${name}: ${rows} rows, ${lines} sealed lines and ${files} files were compared`);
      for (const { message } of faults) print(`  FAULT  ${message}`);
      if (faultCount > faults.length) print(`  and ${faultCount - faults.length} more`);
      print(faultCount === 0 ? '  all of it is what was recorded' : `  ${faultCount} faults`);
      if (faultCount > 0) process.exitCode = 1;
    }
  });
}
