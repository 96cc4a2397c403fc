import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** What a running server writes to postmaster.pid in its cluster. */
export interface ServerLock {
  /** 0 where the file is empty: the server is just writing it, or lost it with the power. */
  pid: number;
  port: number;
  /** Empty on Windows, and until the server listens. */
  socketFolder: string;
  /** Whether it takes connections; false while it starts, recovers or shuts down. */
  ready: boolean;
  /** The whole file. */
  text: string;
}

/**
 * Who has the number of the server's process: the server of this cluster, nobody, or somebody else
 * (a program that got the number after the server had died, or the server's own remains that its parent has not collected yet).
 */
export type LockHolder = 'server' | 'nobody' | 'somebody else';

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Reads the lock file of a cluster; undefined where there is none. */
export function readLock(cluster: string): ServerLock | undefined {
  try {
    const text = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8');
    const lines = text.split('\n');
    return {
      pid: Number(lines[0]),
      port: Number(lines[3]),
      socketFolder: lines[4] ?? '',
      ready: lines[7]?.trim() === 'ready',
      text,
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** See LockHolder. In doubt it is the server. */
export function holderOf(lock: ServerLock, cluster: string): LockHolder {
  if (!(lock.pid > 0)) return isOld(cluster) ? 'somebody else' : 'server';
  try {
    process.kill(lock.pid, 0);
  } catch {
    // Gone, or of another account, which the server of this cluster never is; PostgreSQL passes over both itself.
    return 'nobody';
  }
  if (process.platform === 'linux') return holderOnLinux(lock.pid, cluster);
  const [command, ...args] =
    process.platform === 'win32'
      ? ['tasklist', '/NH', '/FO', 'CSV', '/FI', `PID eq ${lock.pid}`]
      : ['ps', '-o', 'stat=,comm=', '-p', String(lock.pid)];
  const description = spawnSync(command, args, { encoding: 'utf8' }).stdout ?? 'postgres';
  return /postgres/.test(description) && !description.trimStart().startsWith('Z') ? 'server' : 'somebody else';
}

function holderOnLinux(pid: number, cluster: string): LockHolder {
  try {
    const [, name, state = ''] = /\((.*)\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    if (name !== 'postgres' || 'ZX'.includes(state)) return 'somebody else';
  } catch (error) {
    return isMissing(error) ? 'nobody' : 'server';
  }
  try {
    const folder = statSync(`/proc/${pid}/cwd`);
    const own = statSync(cluster);
    return folder.dev === own.dev && folder.ino === own.ino ? 'server' : 'somebody else';
  } catch {
    // Some containers hide the working folder even from root.
    return 'server';
  }
}

const isOld = (cluster: string) =>
  Date.now() - (statSync(path.join(cluster, 'postmaster.pid'), { throwIfNoEntry: false })?.mtimeMs ?? 0) > 10_000;

/** Removes a lock that the server of this cluster does not hold, and puts it back if another start has replaced it in the meantime. */
export function removeLock(lock: ServerLock, cluster: string): void {
  const file = path.join(cluster, 'postmaster.pid');
  const aside = `${file}.stale-${randomBytes(4).toString('hex')}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== lock.text) linkSync(aside, file);
  rmSync(aside);
}
