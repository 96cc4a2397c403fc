import { createHash, randomBytes } from 'node:crypto';

const freshFor = 5 * 60_000;

/** A text for a device to sign: what it is about, when it was asked for, and a number used once. */
export const statementOf = (about: object, at = new Date().toISOString(), nonce = newNonce()): string =>
  JSON.stringify({ v: 1, ...about, at, nonce });

const newNonce = () => randomBytes(16).toString('base64url');

/** What the device signs of a statement: its SHA-256, base64url. */
export const challengeOf = (statement: string): string => createHash('sha256').update(statement).digest('base64url');

/** Whether a statement that came back is about this, word for word, and not older than five minutes. */
export function judge(statement: string, about: object): 'fresh' | 'stale' | 'other' {
  const { at, nonce } = parsed(statement);
  if (typeof at !== 'string' || typeof nonce !== 'string' || statementOf(about, at, nonce) !== statement)
    return 'other';
  const age = Date.now() - Date.parse(at);
  return age >= 0 && age <= freshFor ? 'fresh' : 'stale';
}

/** The fields of a statement; none for what is no JSON object. */
function parsed(statement: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(statement)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
