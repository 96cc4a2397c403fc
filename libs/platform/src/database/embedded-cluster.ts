import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { canEnter, handOver, run, type ServerAccount, serverAccount } from './embedded-account.js';
import { program, type ServerBinaries } from './embedded-binaries.js';
import { publish, publishFile } from './embedded-publish.js';

/** Where the files of one embedded server are, and whose they are. */
export interface ClusterPlace {
  /** The folder around all of them. */
  home: string;
  /** PostgreSQL's own data folder. */
  cluster: string;
  /** The server's log. */
  log: string;
  /** The superuser's password. */
  password: string;
  account: ServerAccount | undefined;
}

const fallback = '/var/lib/continua';

/**
 * Makes the folder `postgres` under the data directory. Where the server's account cannot enter the data directory,
 * `postgres` becomes a link to a folder under /var/lib/continua, one for each data directory.
 */
export function preparePlace(dataDirectory: string, log: (message: string) => void): ClusterPlace {
  mkdirSync(dataDirectory, { recursive: true });
  const wanted = path.join(realpathSync(dataDirectory), 'postgres');
  const account = serverAccount(path.join(wanted, 'cluster'));
  if (lstatSync(wanted, { throwIfNoEntry: false })?.isSymbolicLink() && !existsSync(wanted)) {
    throw new Error(
      `${wanted} leads to ${readlinkSync(wanted)}, which is gone: restore it, or remove the link to begin with an empty database`,
    );
  }
  if (!existsSync(wanted)) {
    if (canEnter(path.dirname(wanted), account)) makeFolder(wanted, account);
    else {
      // Never the place of a data directory that was removed: its database belongs to keys and files that are gone.
      const elsewhere = path.join(fallback, randomBytes(5).toString('hex'));
      makeFolder(fallback, account);
      makeFolder(elsewhere, account);
      try {
        symlinkSync(elsewhere, wanted);
      } catch (error) {
        // Another start was faster.
        rmdirSync(elsewhere);
        if (!existsSync(wanted)) throw error;
      }
    }
  }
  const home = realpathSync(wanted);
  if (!canEnter(home, account)) {
    throw new Error(
      `${home} lies in a folder that the account "${account?.name}" cannot enter, and PostgreSQL does not run as root: open that folder or move the data`,
    );
  }
  if (home.startsWith(`${fallback}/`) && home !== wanted)
    log(
      `The database is kept in ${home}, because PostgreSQL does not run as root and the account it runs as cannot enter ${path.dirname(wanted)}`,
    );
  return {
    home,
    cluster: path.join(home, 'cluster'),
    log: path.join(home, 'server.log'),
    password: path.join(home, 'password'),
    account,
  };
}

/** Root keeps the folder and lets the account pass through; whatever the umask is. */
function makeFolder(folder: string, account: ServerAccount | undefined): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, account ? 0o711 : 0o700);
}

/** Makes the cluster and its password where there is none yet. Returns the superuser's password. */
export async function initialiseCluster(place: ClusterPlace, binaries: ServerBinaries): Promise<string> {
  const { cluster, password, account } = place;
  if (!existsSync(cluster)) {
    publishFile(password, randomBytes(24).toString('base64url'), (scratch) => handOver(scratch, account));
    await publish(cluster, async (scratch) => {
      mkdirSync(scratch, { mode: 0o700 });
      handOver(scratch, account);
      const rights = ['-U', 'postgres', `--pwfile=${password}`, '-A', 'scram-sha-256'];
      await run(
        program(binaries, 'initdb'),
        ['-D', scratch, ...rights, '-E', 'UTF8', ...localeOf(binaries), '--data-checksums'],
        account,
      );
    });
  }
  try {
    const version = Number(readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8'));
    if (version !== binaries.major)
      throw new Error(`it was made by PostgreSQL ${version}, and ${binaries.folder} is PostgreSQL ${binaries.major}`);
    return readFileSync(password, 'utf8').trim();
  } catch (error) {
    throw new Error(`The database in ${place.home} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

/** Removes what starts that were killed left behind. To be called only when a cluster is there. */
export function removeLeftovers({ home }: ClusterPlace): void {
  for (const name of readdirSync(home)) {
    if (/^(cluster|password)\.new-/.test(name)) rmSync(path.join(home, name), { recursive: true, force: true });
  }
}

/** Sorts and folds the letters of all languages, the same on every system; plain C knows ASCII letters only. */
function localeOf({ major }: ServerBinaries): string[] {
  const builtin = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  return [...builtin, major >= 17 && process.platform !== 'linux' ? '--locale=C' : '--locale=C.UTF-8'];
}
