import type { KeyObject } from 'node:crypto';
import type { Query } from './sealed-tree.js';
import { rawPublicKey } from './signed-note.js';

const lock = `SELECT pg_advisory_xact_lock(hashtextextended('continua:signing key', 0))`;
const newest = 'SELECT public_key FROM log.signing_key ORDER BY id DESC LIMIT 1';
const insert = 'INSERT INTO log.signing_key (public_key) VALUES ($1)';

/** Puts the first key of a database on record; where there is one already, it stays the one that signs. */
export async function announceFirstKey(query: Query, key: KeyObject): Promise<void> {
  await query(lock, []);
  if ((await query(newest, [])).length === 0) await query(insert, [rawPublicKey(key)]);
}

/** Lets this key sign from now on, in a new epoch. One that signed before and was replaced does not come back. */
export async function announceKey(query: Query, key: KeyObject): Promise<void> {
  await query(lock, []);
  const [present] = await query<{ public_key: Buffer }>(newest, []);
  const own = rawPublicKey(key);
  if (!present?.public_key.equals(own)) await query(insert, [own]);
}
