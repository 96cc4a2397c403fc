import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '#platform';

/** What an installation signs with: its logs, and its packs for two kinds of tools. */
export type KeyName = 'log' | 'pack' | 'pack-p256';

interface Kind {
  is: (key: KeyObject) => boolean;
  make: () => KeyObject;
  words: string;
}

const ed25519: Kind = {
  is: (key) => key.asymmetricKeyType === 'ed25519',
  make: () => generateKeyPairSync('ed25519').privateKey,
  words: 'Ed25519 key',
};
const p256: Kind = {
  is: (key) => key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
  make: () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
  words: 'key of the curve P-256',
};
const kinds: Readonly<Record<KeyName, Kind>> = { log: ed25519, pack: ed25519, 'pack-p256': p256 };

/**
 * A key of this installation: `keys/<name>.pem` under the data folder (PKCS #8, which openssl reads too), made at first
 * use, readable by this account only, and never in the database.
 */
export async function signingKey(dataFolder: string, name: KeyName): Promise<KeyObject> {
  const folder = path.join(dataFolder, 'keys');
  const file = path.join(folder, `${name}.pem`);
  const kind = kinds[name];
  const present = await readKey(file, kind);
  if (present) return present;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const unfinished = path.join(folder, randomUUID());
  try {
    const pem = kind.make().export({ type: 'pkcs8', format: 'pem' });
    await writeFile(unfinished, pem, { flag: 'wx', mode: 0o600, flush: true });
    // Unlike a renaming, this fails where another process was faster: then its key is the key.
    await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await syncFolder(folder);
  } finally {
    await rm(unfinished, { force: true });
  }
  return (await readKey(file, kind))!;
}

async function readKey(file: string, { is, words }: Kind): Promise<KeyObject | undefined> {
  const pem = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!pem) return undefined;
  const key = createPrivateKey(pem);
  if (!is(key)) throw new Error(`${file} holds no ${words}`);
  return key;
}
