import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '#platform';

/**
 * The key with which this installation signs its logs: `keys/log.pem` under the data folder (PKCS #8, which openssl reads
 * too), made at first use, readable by this account only, and never in the database.
 */
export async function signingKey(dataFolder: string): Promise<KeyObject> {
  const folder = path.join(dataFolder, 'keys');
  const file = path.join(folder, 'log.pem');
  const present = await readKey(file);
  if (present) return present;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const { privateKey } = generateKeyPairSync('ed25519');
  const unfinished = path.join(folder, randomUUID());
  try {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    await writeFile(unfinished, pem, { flag: 'wx', mode: 0o600, flush: true });
    // Unlike a renaming, this fails where another process was faster: then its key is the key.
    await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await syncFolder(folder);
  } finally {
    await rm(unfinished, { force: true });
  }
  return (await readKey(file))!;
}

async function readKey(file: string): Promise<KeyObject | undefined> {
  const pem = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!pem) return undefined;
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 key`);
  return key;
}
