import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Bag } from './bag.js';
import type { Client } from './client.js';
import { bytesOf } from './files.js';

export type Made = Record<string, unknown> & { state: string };

/** Waits until a pack is made or cannot be made. */
export async function finished(client: Client, id: string): Promise<Made> {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await client.get(`/evidence-packs/${id}`);
    if (!['queued', 'running'].includes(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the pack is not made');
}

/** Has a pack made; answers how that ended. */
export async function makePack(client: Client, scope: object = {}): Promise<Made> {
  const { body, headers } = await client.post('/evidence-packs', { scope }, { expect: 202 });
  expect(headers.get('location')).toBe(`/api/v1/evidence-packs/${body.id}`);
  return finished(client, body.id);
}

/** Downloads a pack and unpacks it. Fails when it could not be made. */
export async function unpack(client: Client, pack: Made): Promise<Bag> {
  if (pack.state !== 'ready') throw new Error(JSON.stringify(pack));
  return new Bag((await bytesOf(client, `/evidence-packs/${String(pack['id'])}/content`)).bytes);
}

export const packOf = async (client: Client, scope: object = {}): Promise<Bag> =>
  unpack(client, await makePack(client, scope));

/** What the verifier says, and how it ends. */
export interface Verdict {
  code: number | null;
  text: string;
  /** States of the levels 1 to 6. */
  levels: string[];
}

/** Python itself: what stands on a PATH may be a script that takes its time to find it. */
export const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).stdout.trim();

const verifierFolder = path.resolve('libs/evidence/verifier');

/** Runs the verifier that came with the pack, as an auditor does. */
export function verify(bag: Bag, ...parameters: string[]): Verdict {
  const { status, stdout, stderr } = spawnSync(python, ['verify/verify.py', '.', ...parameters], {
    cwd: bag.folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1' },
  });
  const levels = [...stdout.matchAll(/^[1-6] (OK|FAIL|NOT CHECKED) /gm)].map(([, state]) => state!);
  return { code: status, text: stdout + stderr, levels };
}

/** The key as the organisation tells it to auditors, in a file beside the pack. */
export async function knownKey(client: Client, bag: Bag): Promise<string> {
  const file = path.join(bag.folder, '..', 'allowed_signers');
  writeFileSync(file, (await client.get('/log/keys')).body.allowedSigners);
  return file;
}

/** One damage that was done to a pack, and what the verifier found. */
export interface Forged {
  scenario: string;
  /** What should be named. */
  subject: string;
  states: string[];
  failures: [number, string][];
  remarks: string[];
}

/** Lets the forger loose on a copy of a pack; `test/support/forge.py` tells what it can do. */
export async function forge<R>(bag: Bag, dataDirectory: string, ...task: (string | number)[]): Promise<R[]> {
  const parameters = [verifierFolder, bag.folder, path.join(dataDirectory, 'keys'), ...task.map(String)];
  const { stdout } = await promisify(execFile)(python, [path.resolve('test/support/forge.py'), ...parameters], {
    maxBuffer: 1e9,
    env: { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1' },
  });
  return JSON.parse(stdout) as R[];
}
