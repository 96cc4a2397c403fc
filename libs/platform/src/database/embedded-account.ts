import { spawn, spawnSync } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The operating system's account that a server runs as. */
export interface ServerAccount {
  uid: number;
  gid: number;
  name: string;
}

/** A command that ended with an error; `output` is what it printed. */
export class CommandError extends Error {
  constructor(
    command: string,
    readonly output: string,
  ) {
    super(`${path.basename(command)} failed${output ? `: ${output}` : ''}`);
  }
}

/**
 * The account to run PostgreSQL as, or undefined where the server runs as whoever started Node: PostgreSQL refuses to run as root.
 * An existing cluster keeps its owner; a new one belongs to EMBEDDED_PG_USER, `postgres` or `nobody`.
 */
export function serverAccount(cluster: string): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
    .filter((account) => account.uid > 0);
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid;
  const present = accounts.find((account) => account.uid === owner);
  if (present) return present;
  const wanted = process.env.EMBEDDED_PG_USER;
  for (const name of wanted ? [wanted] : ['postgres', 'nobody']) {
    const account = accounts.find((candidate) => candidate.name === name);
    if (account) return account;
  }
  throw new Error(
    wanted
      ? `EMBEDDED_PG_USER names the account "${wanted}", which does not exist here or is root`
      : 'PostgreSQL does not run as root and there is neither an account "postgres" nor "nobody": set EMBEDDED_PG_USER or DATABASE_URL',
  );
}

/** Hands a file or an empty folder that was just made over to the account. */
export function handOver(file: string, account: ServerAccount | undefined): void {
  if (account) chownSync(file, account.uid, account.gid);
}

/** Whether the account may pass through a folder and all those above it. */
export function canEnter(folder: string, account: ServerAccount | undefined): boolean {
  if (!account) return true;
  const { uid, gid } = account;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { uid, gid, cwd: '/', env: {} }).status === 0;
}

/**
 * Runs a program of PostgreSQL as the account and returns what it printed. Throws CommandError.
 * Detached means: in a session of its own, where a Ctrl-C in the terminal does not reach it.
 */
export function run(command: string, args: string[], account?: ServerAccount, detached = false): Promise<string> {
  const { PATH, SystemRoot, TEMP } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(account && { uid: account.uid, gid: account.gid }),
      // The account may not be able to enter the present folder, and PG* or LC_* variables from outside would change the server.
      cwd: path.parse(command).root,
      env: { PATH, SystemRoot, TEMP, TZ: 'UTC', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached,
      windowsHide: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => reject(new CommandError(command, error.message)));
    // Output may still be on its way at 'exit', but a server that was started could keep the pipes open for ever.
    child.once('exit', (code, signal) => {
      const finish = () => {
        clearTimeout(patience);
        if (code === 0) resolve(output.trim());
        else reject(new CommandError(command, output.trim() || `ended by ${signal ?? `exit code ${code}`}`));
      };
      const patience = setTimeout(finish, 500);
      child.once('close', finish);
    });
  });
}
