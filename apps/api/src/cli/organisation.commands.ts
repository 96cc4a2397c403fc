import path from 'node:path';
import type { Command } from 'commander';
import pg from 'pg';
import { DataSource } from 'typeorm';
import {
  answersForAll,
  disposeOfOrganisation,
  exportOrganisation,
  importOrganisation,
  verifyEvidence,
} from '#evidence';
import { AccountService, type Actor, FileStore, readConfiguration } from '#platform';
import { reachDatabase } from '../database.js';
import { type ChosenOrganisation, Installation } from './installation.js';
import { print, Questions, remark } from './terminal.js';

/** `organisation export`, `organisation import` and `organisation delete`. */
export function addOrganisationCommands(program: Command): void {
  const organisation = program.command('organisation').description('an organisation as a whole');
  organisation
    .command('export')
    .description('writes everything of it, history and files included, into a new folder')
    .argument('<name or id>')
    .argument('<folder>')
    .action(exportTo);
  organisation
    .command('import')
    .description('takes over what was exported elsewhere; its log goes on in a new epoch')
    .argument('<folder>')
    .action(importFrom);
  organisation
    .command('delete')
    .description('removes everything of it for good, on the word of two of its people, and leaves a signed certificate')
    .argument('<name or id>')
    .requiredOption('--certificate <file>', 'a new file; its signature goes beside it')
    .requiredOption('--reason <text>', 'stands in the certificate')
    .action(remove);
}

interface Hands {
  installation: Installation;
  owner: pg.Client;
  store: FileStore;
  dataFolder: string;
}

/** Opens the installation with the owner's login, and closes both again. */
async function withOwner(work: (hands: Hands) => Promise<void>): Promise<void> {
  const configuration = readConfiguration(process.env);
  await Installation.use(async (installation) => {
    const { ownerUrl, stop } = await reachDatabase(configuration, remark);
    const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'continua organisation' });
    try {
      await owner.connect();
      const dataFolder = path.resolve(configuration.DATA_DIR);
      await work({ installation, owner, store: installation.service(FileStore), dataFolder });
    } finally {
      await owner.end();
      await stop();
    }
  });
}

const counted = (rows: Record<string, number>) => Object.values(rows).reduce((sum, count) => sum + count, 0);

async function exportTo(wanted: string, folder: string): Promise<void> {
  await withOwner(async ({ installation, owner, store }) => {
    const { orgId, name } = await installation.organisation(wanted);
    const { rows, files } = await exportOrganisation(owner, store, orgId, path.resolve(folder));
    const contents = Object.keys(files).filter((one) => one.startsWith('files/')).length;
    print(`${name}: ${counted(rows)} rows and ${contents} files in ${folder}`);
    remark('The folder holds everything, hashes of passwords too: keep it like the database itself.');
  });
}

async function importFrom(folder: string): Promise<void> {
  await withOwner(async ({ installation, owner, store, dataFolder }) => {
    const { manifest, epoch, joined } = await importOrganisation(owner, store, dataFolder, path.resolve(folder));
    const { id, name } = manifest.organisation;
    print(`${name}: ${counted(manifest.rows)} rows; the log goes on as ${epoch.origin}`);
    for (const email of joined) remark(`  ${email} signs in with the password that is known here`);
    const dataSource = installation.service(DataSource);
    const { faultCount, faults } = await verifyEvidence(dataSource, id, store, dataFolder);
    for (const { message } of faults) print(`  FAULT  ${message}`);
    print(faultCount === 0 ? '  all of it is what was recorded' : `  ${faultCount} faults`);
    if (faultCount > 0) process.exitCode = 1;
  });
}

async function remove(wanted: string, { certificate, reason }: { certificate: string; reason: string }): Promise<void> {
  await withOwner(async ({ installation, owner, store, dataFolder }) => {
    const organisation = await installation.organisation(wanted);
    const decidedBy = await twoPeople(installation, organisation);
    const order = { orgId: organisation.orgId, decidedBy, reason, certificate };
    await disposeOfOrganisation(owner, store, dataFolder, order);
    print(`${organisation.name} is gone; ${certificate} says so, ${certificate}.sig proves it`);
  });
}

/** Four eyes: two people who may decide say so, and what they delete. Answers who they are. */
async function twoPeople(installation: Installation, { orgId, name }: ChosenOrganisation): Promise<[string, string]> {
  const accounts = installation.service(AccountService);
  const questions = new Questions();
  const person = async (which: string): Promise<Actor> => {
    const email = await questions.ask(`E-mail of the ${which} person who decides this:`);
    const actor = await accounts.actorOf(orgId, { email, password: await questions.ask('Password:', true) });
    if (!answersForAll(actor))
      throw new Error(`${actor.name} may not decide this: administrators, managers and the top management may.`);
    return actor;
  };
  try {
    const [first, second] = [await person('first'), await person('second')];
    if (first.personId === second.personId) throw new Error('Two different people must decide this; nothing was done.');
    const typed = await questions.ask(`This removes every record of ${name} for good. Type its name:`);
    if (typed !== name) throw new Error('That is not its name; nothing was done.');
    return [first.personId!, second.personId!];
  } finally {
    questions.close();
  }
}
