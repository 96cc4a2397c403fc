import { createPublicKey } from 'node:crypto';
import type { PasskeyAlgorithm } from './passkey.entity.js';

/** What devices are asked for, best first: the two that any laptop can check. */
export const deviceAlgorithms = [-7, -257] as const;

const algorithms: Record<number, PasskeyAlgorithm> = { [-7]: 'ES256', [-257]: 'RS256' };

// Labels of COSE_Key (RFC 9053).
const [algorithm, x, y, n, e] = [3, -2, -3, -1, -2];

async function decoded(cose: Uint8Array): Promise<Map<number, unknown>> {
  const { decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers');
  return decodeCredentialPublicKey(new Uint8Array(cose)) as unknown as Map<number, unknown>;
}

export async function algorithmOf(cose: Uint8Array): Promise<PasskeyAlgorithm> {
  return algorithms[(await decoded(cose)).get(algorithm) as number]!;
}

/** The key as openssl reads it: SubjectPublicKeyInfo in base64. */
export async function spkiOf(cose: Uint8Array): Promise<string> {
  const key = await decoded(cose);
  const text = (label: number) => Buffer.from(key.get(label) as Uint8Array).toString('base64url');
  const jwk =
    key.get(algorithm) === -7
      ? { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) }
      : { kty: 'RSA', n: text(n), e: text(e) };
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' }).toString('base64');
}
