import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** 256 random bits for a session, a key or a link; only its hash is stored. */
export function newToken(): string {
  const token = randomBytes(32).toString('base64url');
  // Its last four letters name a key on the command line, where a hyphen would begin an option.
  return token.at(-4) === '-' ? newToken() : token;
}

/** SHA-256 is enough for what is random; passwords take argon2id. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Argon2id with 19 MiB and two passes (OWASP's first choice). */
export const hashPassword = (password: string): Promise<string> =>
  hash(password, { memoryCost: 19456, timeCost: 2, parallelism: 1 });

const nobody = hashPassword(newToken());

/** Takes the same time whether the account exists or not. */
export async function passwordMatches(stored: string | undefined, given: string): Promise<boolean> {
  const right = await verify(stored ?? (await nobody), given);
  return right && stored !== undefined;
}
