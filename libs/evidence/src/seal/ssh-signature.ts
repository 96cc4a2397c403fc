import { createHash, type KeyObject, sign } from 'node:crypto';
import { rawPublicKey } from './signed-note.js';

/*
 * Keys and signatures in the forms of OpenSSH, because ssh-keygen is on Linux, macOS and Windows alike: PROTOCOL.sshsig.
 */

const keyType = 'ssh-ed25519';

/** A string as SSH writes it: four bytes of length in front. */
function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** An Ed25519 key, or the public half of a private one, as SSH sends it. */
export const sshKey = (key: KeyObject): Buffer => Buffer.concat([field(keyType), field(rawPublicKey(key))]);

/** What people compare, as `ssh-keygen -l` prints it: `SHA256:…`. */
export const fingerprint = (key: KeyObject): string =>
  `SHA256:${createHash('sha256').update(sshKey(key)).digest('base64').replace(/=+$/, '')}`;

/** A line for a file of allowed signers: who may sign for what, with which key. */
export const allowedSigner = (signer: string, namespace: string, key: KeyObject): string =>
  `${signer} namespaces="${namespace}" ${keyType} ${sshKey(key).toString('base64')}\n`;

/** The signature that `ssh-keygen -Y verify -n <namespace>` checks. */
export function sshSignature(text: string, namespace: string, key: KeyObject): string {
  const hash = createHash('sha512').update(text).digest();
  const purpose = [field(namespace), field(''), field('sha512')];
  const signed = Buffer.concat([Buffer.from('SSHSIG'), ...purpose, field(hash)]);
  const signature = Buffer.concat([field(keyType), field(sign(null, signed, key))]);
  const version = Buffer.of(0, 0, 0, 1);
  const blob = Buffer.concat([Buffer.from('SSHSIG'), version, field(sshKey(key)), ...purpose, field(signature)]);
  const lines = blob.toString('base64').match(/.{1,70}/g)!;
  return `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`;
}
