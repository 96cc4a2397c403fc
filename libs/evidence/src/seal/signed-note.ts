import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/*
 * Signed notes, C2SP signed-note: a text, an empty line, and a line for each signature. Keys are Ed25519 under a name;
 * the same key under another name is another key.
 */

/** Signs notes under a name. */
export interface NoteSigner {
  name: string;
  privateKey: KeyObject;
}

/** Knows the signatures of a key under a name. */
export interface NoteVerifier {
  name: string;
  /** 8 hex digits. */
  keyId: string;
  publicKey: KeyObject;
}

/** Thrown for a note or key that is malformed, or not signed by a known key. */
export class NoteError extends Error {}

const ed25519 = Buffer.of(1);
/** DER of an Ed25519 public key up to the key itself (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const mostSignatures = 100;

/** The 32 bytes of an Ed25519 key, public or the public half of a private one. */
export function rawPublicKey(key: KeyObject): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
}

/** The key of 32 bytes. */
export const publicKeyOf = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), type: 'spki', format: 'der' });

/** Empty for what is no base64. */
const decoded = (text = ''): Buffer => (base64.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0));

const isName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);

function keyIdOf(name: string, key: KeyObject): string {
  if (!isName(name)) throw new NoteError('The name of a key is not empty and has neither spaces nor plus signs');
  return createHash('sha256').update(`${name}\n`).update(ed25519).update(rawPublicKey(key)).digest('hex').slice(0, 8);
}

export const verifierOf = (name: string, key: KeyObject): NoteVerifier => ({
  name,
  keyId: keyIdOf(name, key),
  publicKey: key.type === 'private' ? createPublicKey(key) : key,
});

/** The key in one line, for others: `<name>+<key id>+<base64>`. */
export const verifierKey = ({ name, keyId, publicKey }: NoteVerifier): string =>
  `${name}+${keyId}+${Buffer.concat([ed25519, rawPublicKey(publicKey)]).toString('base64')}`;

/** Reads what `verifierKey` wrote. Throws NoteError. */
export function parseVerifierKey(text: string): NoteVerifier {
  // A plus separates the parts, but is a character of base64 too.
  const [, name, keyId, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = decoded(encoded);
  if (!name || bytes.length !== 33 || bytes[0] !== 1) throw new NoteError('This is no Ed25519 verifier key');
  const verifier = verifierOf(name, publicKeyOf(bytes.subarray(1)));
  if (verifier.keyId !== keyId) throw new NoteError('The id of the key is not that of its name and bytes');
  return verifier;
}

/** No control character of ASCII but the newline. */
const isText = (text: string): boolean =>
  text.endsWith('\n') && text.isWellFormed() && [...text].every((one) => one === '\n' || one >= ' ');

/** Signs a text that ends with a newline. Throws NoteError for one that cannot be the text of a note. */
export function signNote(text: string, { name, privateKey }: NoteSigner): string {
  if (!isText(text)) throw new NoteError('The text of a note ends with a newline');
  const signature = Buffer.concat([
    Buffer.from(keyIdOf(name, privateKey), 'hex'),
    sign(null, Buffer.from(text), privateKey),
  ]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/**
 * The text of a note, if one of the known keys has signed it. Unknown signatures are left out of account; one of a known
 * key that is wrong spoils the note. Throws NoteError.
 */
export function openNote(note: string, known: readonly NoteVerifier[]): string {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2).split('\n');
  if (end < 0 || lines.pop() !== '' || lines.length === 0 || lines.length > mostSignatures || !isText(text))
    throw new NoteError('This is no signed note');
  let trusted = false;
  for (const line of lines) {
    const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
    const bytes = decoded(encoded);
    if (!name || !isName(name) || bytes.length < 5) throw new NoteError('A signature of the note is malformed');
    const keyId = bytes.toString('hex', 0, 4);
    const key = known.find((one) => one.name === name && one.keyId === keyId);
    if (!key) continue;
    if (!verify(null, Buffer.from(text), key.publicKey, bytes.subarray(4)))
      throw new NoteError(`The signature of ${name} is wrong`);
    trusted = true;
  }
  if (!trusted) throw new NoteError('No known key has signed the note');
  return text;
}
