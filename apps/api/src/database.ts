import path from 'node:path';
import { type Configuration, type DatabaseAddresses, migrate, prepareCluster, startEmbeddedPostgres } from '#platform';

/** A database that is ready to use: migrated, with the addresses of its roles. */
export interface Database {
  addresses: DatabaseAddresses;
  /** Stops the embedded server; does nothing for an own one. */
  stop(): Promise<void>;
}

const migrations = path.resolve(import.meta.dirname, '../../../../apps/api/migrations');

/** Starts the embedded PostgreSQL unless DATABASE_URL names one, and brings the schema up to date. */
export async function openDatabase(configuration: Configuration, log: (message: string) => void): Promise<Database> {
  const embedded = configuration.DATABASE_URL
    ? undefined
    : await startEmbeddedPostgres({ dataDirectory: configuration.DATA_DIR, log });
  try {
    const addresses = await prepareCluster(configuration.DATABASE_URL ?? embedded!.url);
    await migrate(addresses.owner, migrations);
    return { addresses, stop: async () => embedded?.stop() };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
