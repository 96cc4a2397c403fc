import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform';

/** One process's use of the embedded server, which several share: the API, the command line, a second API. */
export interface EmbeddedDatabase {
  /** The superuser's address. */
  url: string;
  /** Ends the use. Whoever leaves last stops the server. */
  leave(): Promise<void>;
}

const presence = `hashtext('continua:present')`;

/** Starts the embedded PostgreSQL under the folder, or joins the processes that use it already. Throws in words. */
export async function joinEmbeddedDatabase(
  dataDirectory: string,
  log: (message: string) => void,
): Promise<EmbeddedDatabase> {
  for (let attempt = 1; ; attempt++) {
    const server = await startEmbeddedPostgres({ dataDirectory, log });
    try {
      return await join(server);
    } catch (error) {
      // Whoever left last has stopped it in this moment.
      if (attempt === 3) throw error;
    }
  }
}

/** A shared lock stands for each process; only the one that can have it alone may stop the server. */
async function join(server: EmbeddedPostgres): Promise<EmbeddedDatabase> {
  const client = new pg.Client({ connectionString: server.url, application_name: 'continua present' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`SELECT pg_advisory_lock_shared(${presence})`);
  return {
    url: server.url,
    leave: async () => {
      if (await isLast(client)) await server.stop();
      await client.end().catch(() => undefined);
    },
  };
}

async function isLast(client: pg.Client): Promise<boolean> {
  try {
    await client.query(`SELECT pg_advisory_unlock_shared(${presence})`);
    const { rows } = await client.query<{ alone: boolean }>(`SELECT pg_try_advisory_lock(${presence}) AS alone`);
    return rows[0]?.alone ?? true;
  } catch {
    // The connection is gone, most likely with the server; stopping one that does not run does nothing.
    return true;
  }
}
