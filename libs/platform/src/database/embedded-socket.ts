import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { canEnter, handOver } from './embedded-account.js';
import type { ClusterPlace } from './embedded-cluster.js';
import type { ServerLock } from './embedded-lock.js';

const isWindows = process.platform === 'win32';

/** A socket's path holds at most 103 bytes on macOS, 107 on Linux. */
const longestSocket = 103;

/** How PostgreSQL names the socket of a port in its folder. */
export function socketFile(folder: string, port: number): string {
  return path.join(folder, `.s.PGSQL.${port}`);
}

/** Makes ready what a new server listens on: a socket in a closed folder, on Windows a free port of the loopback address. */
export async function prepareListener(place: ClusterPlace): Promise<Record<string, string>> {
  if (isWindows) return { listen_addresses: '127.0.0.1', port: String(await freePort()) };
  const folder = socketFolder(place);
  // The folder belongs to this cluster alone, and its server does not live: a lock in it is left over.
  rmSync(`${socketFile(folder, 5432)}.lock`, { force: true });
  return { listen_addresses: '', port: '5432', unix_socket_directories: folder, unix_socket_permissions: '0700' };
}

/** The address of the superuser in a running server. */
export function addressOf(lock: ServerLock, password: string, database: string): string {
  const host = isWindows ? '127.0.0.1' : encodeURIComponent(lock.socketFolder);
  return `postgres://postgres:${password}@${host}:${lock.port}/${database}`;
}

/** Makes the folder again at each start, for temporary files may be swept away. Throws where somebody else has made it. */
function socketFolder({ cluster, home, account }: ClusterPlace): string {
  const owner = account?.uid ?? process.getuid!();
  const name = `continua-${createHash('sha256').update(`${owner}:${cluster}`).digest('hex').slice(0, 10)}`;
  const parent = [os.tmpdir(), '/tmp', home].find(
    (candidate) =>
      Buffer.byteLength(socketFile(path.join(candidate, name), 5432)) <= longestSocket && canEnter(candidate, account),
  );
  if (!parent) throw new Error('There is no folder for temporary files with a short name: set TMPDIR');
  const folder = path.join(parent, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  // Anybody may make folders and links under /tmp: only one that is the server's, or still root's own, is used.
  if (!found.isDirectory() || ![owner, process.getuid!()].includes(found.uid))
    throw new Error(`${folder} belongs to somebody else: remove it`);
  if (found.uid !== owner) handOver(folder, account);
  return folder;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
