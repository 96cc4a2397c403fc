import type { KeyObject } from 'node:crypto';
import { SealRefusal } from './seal-step.js';
import type { Query } from './sealed-tree.js';
import { rawPublicKey } from './signed-note.js';

/**
 * Puts the first key on record. Throws SealRefusal where another key signs this database's logs: a second key would make
 * two logs of one.
 */
export async function announceKey(query: Query, key: KeyObject): Promise<void> {
  const own = rawPublicKey(key);
  await query(`SELECT pg_advisory_xact_lock(hashtextextended('continua:signing key', 0))`, []);
  const [newest] = await query<{ public_key: Buffer }>(
    'SELECT public_key FROM log.signing_key ORDER BY id DESC LIMIT 1',
    [],
  );
  if (!newest) await query('INSERT INTO log.signing_key (public_key) VALUES ($1)', [own]);
  else if (!newest.public_key.equals(own))
    throw new SealRefusal(
      'the key in DATA_DIR/keys is not the one that signs the logs of this database; processes that share a database share the key',
    );
}
