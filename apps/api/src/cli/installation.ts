import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import {
  AccountService,
  type Class,
  PlatformModule,
  readConfiguration,
  roles,
  systemActor,
  Tx,
  validation,
} from '#platform';
import { openDatabase } from '../database.js';

/** An organisation that the command line works for. */
export interface ChosenOrganisation {
  orgId: string;
  name: string;
  timeZone: string;
}

/** This installation, opened by the command line: its database and the services of the platform. */
export class Installation {
  private constructor(private readonly context: INestApplicationContext) {}

  /** Opens the installation that the environment describes, does the work, and closes it again. */
  static async use<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
    const configuration = readConfiguration(process.env);
    // A change that has begun ends in order; the next Ctrl-C finds the shell.
    const hold = () => undefined;
    process.on('SIGINT', hold);
    const database = await openDatabase(configuration, (message) => process.stderr.write(`${message}\n`));
    try {
      const context = await NestFactory.createApplicationContext(
        PlatformModule.with(configuration, database.addresses.app),
        { logger: ['error'], abortOnError: false },
      );
      try {
        return await work(new Installation(context));
      } finally {
        await context.close();
      }
    } finally {
      await database.stop();
      process.off('SIGINT', hold);
    }
  }

  /** One of the services of the platform. */
  service<T>(type: Type<T>): T {
    return this.context.get(type);
  }

  /** The organisation with this name or id, or the only one. Throws in words. */
  async organisation(wanted: string | undefined): Promise<ChosenOrganisation> {
    const all = await this.service(AccountService).organisations();
    const found = wanted === undefined ? all : all.filter(({ orgId, name }) => orgId === wanted || name === wanted);
    if (found.length === 1) return found[0]!;
    if (all.length === 0)
      throw new Error(
        'There is no organisation yet: start Continua and open the setup link, or see `user add --help`.',
      );
    const names = all.map(({ orgId, name }) => `  ${orgId}  ${name}`).join('\n');
    throw new Error(`Say which organisation with --organisation (a name or an id):\n${names}`);
  }

  /** Work in one transaction as an administrator of the organisation; stands in the history as `s:cli`. */
  write<T>(organisation: ChosenOrganisation, work: (tx: Tx) => Promise<T>): Promise<T> {
    const actor = systemActor(organisation, 'cli', roles.system_administrator);
    return Tx.write(this.service(DataSource), actor, { via: 'job', requestId: `cli-${uuidv7()}` }, work);
  }
}

/** Checks what was typed with the rules of the request that it stands for. Throws `Problem` with every mistake. */
export async function checked<T extends object>(request: Class<T>, fields: Partial<T>): Promise<T> {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return (await validation().transform(given, { type: 'body', metatype: request })) as T;
}

/** The ids of sites named by their codes; undefined when none is named. Throws in words for an unknown code. */
export async function sitesByCode(tx: Tx, codes: string[] | undefined): Promise<string[] | undefined> {
  if (!codes) return undefined;
  const rows = await tx.sql<{ id: string; code: string }>('SELECT id, code FROM site WHERE org_id = $1', [
    tx.actor.orgId,
  ]);
  return codes.map((code) => {
    const site = rows.find((row) => row.code === code);
    if (!site)
      throw new Error(`There is no site ${code}; there are ${rows.map((row) => row.code).join(', ') || 'none'}.`);
    return site.id;
  });
}
