import path from 'node:path';
import { broughtBack, prepareJobs, replayRedactions } from '#evidence';
import { type Configuration, type DatabaseAddresses, migrate, prepareCluster } from '#platform';
import { joinEmbeddedDatabase } from './embedded-database.js';

/** A database that is ready to use: migrated, with the addresses of its roles. */
export interface Database {
  addresses: DatabaseAddresses;
  /** Stops the embedded server unless another process uses it; does nothing for an own one. */
  stop(): Promise<void>;
}

/** The folder of the SQL files, which are not compiled. */
export const migrationFolder = path.resolve(import.meta.dirname, '../../../../apps/api/migrations');

/** The owner's login of the database, started if it is the embedded one, otherwise as it is. */
export async function reachDatabase(
  configuration: Configuration,
  log: (message: string) => void,
): Promise<{ ownerUrl: string; stop: () => Promise<void> }> {
  if (configuration.DATABASE_URL) return { ownerUrl: configuration.DATABASE_URL, stop: async () => undefined };
  const embedded = await joinEmbeddedDatabase(configuration.DATA_DIR, log);
  return { ownerUrl: embedded.url, stop: () => embedded.leave() };
}

/** Starts the embedded PostgreSQL unless DATABASE_URL names one, and brings the schema up to date. Throws in words. */
export async function openDatabase(configuration: Configuration, log: (message: string) => void): Promise<Database> {
  const { ownerUrl, stop } = await reachDatabase(configuration, log);
  try {
    const addresses = await prepareCluster(ownerUrl);
    await migrate(addresses.owner, migrationFolder);
    await prepareJobs(addresses.worker);
    const { repeated, refused } = await replayRedactions(addresses.owner, configuration);
    for (const words of refused) log(`An erasure could not be carried out again: ${words}.`);
    if (repeated > 0) log(`${repeated} erasures that the database did not know were carried out again.`);
    for (const name of await broughtBack(addresses.owner, configuration.DATA_DIR))
      log(
        `${name} was deleted here, and this database brings it back: delete it again with \`continua organisation delete\`.`,
      );
    return { addresses, stop };
  } catch (error) {
    await stop();
    throw new Error(`The database ${withoutPassword(ownerUrl)} cannot be used: ${wordsOf(error)}`, { cause: error });
  }
}

/** An address that may be shown. */
function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}

/** Where several addresses of one name were tried, Node says nothing but a code. */
export function wordsOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}
