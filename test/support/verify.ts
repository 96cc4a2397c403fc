import { createHash, createPublicKey, verify } from 'node:crypto';

/*
 * An auditor's own checks of signatures and proofs, written from RFC 6962, 2.1 and the C2SP texts alone: recursive where
 * the product counts bits.
 */

const node = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
const leaf = (line: string): Buffer => createHash('sha256').update(Buffer.of(0)).update(line).digest();
const bytes = (hashes: string[]): Buffer[] => hashes.map((hash) => Buffer.from(hash, 'base64'));
const split = (n: number): number => 2 ** (n - 1).toString(2).length / 2;

/** The text of a note that this key has signed, or undefined. */
export function noteText(note: string, key: string): string | undefined {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? [];
  const raw = Buffer.from(encoded!, 'base64').subarray(1);
  const end = note.lastIndexOf('\n\n') + 1;
  const line = note
    .slice(end + 1)
    .split('\n')
    .find((one) => one.startsWith(`— ${name} `));
  const signature = Buffer.from(line?.split(' ')[2] ?? '', 'base64');
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
  const text = note.slice(0, end);
  const good =
    signature.toString('hex', 0, 4) === id && verify(null, Buffer.from(text), publicKey, signature.subarray(4));
  return good ? text : undefined;
}

/** The root that follows from a leaf and its path, which is used up from its end: from the root downwards. */
function rootFrom(hash: Buffer, index: number, size: number, path: Buffer[]): Buffer {
  if (size === 1) return hash;
  const sibling = path.pop();
  if (!sibling) return Buffer.alloc(0);
  const k = split(size);
  return index < k
    ? node(rootFrom(hash, index, k, path), sibling)
    : node(sibling, rootFrom(hash, index - k, size - k, path));
}

/** Whether a tlog-proof proves this line under this key. */
export function verifyProof(line: string, proof: string, key: string): boolean {
  const [, digits, hashes, note] =
    /^c2sp\.org\/tlog-proof@v1\n(?:extra .+\n)?index (\d+)\n((?:.+\n)*)\n([^]+)$/.exec(proof) ?? [];
  const text = noteText(note ?? '', key);
  if (!digits || text === undefined) return false;
  const [, size, root] = text.split('\n');
  const path = bytes(hashes!.split('\n').slice(0, -1));
  return rootFrom(leaf(line), Number(digits), Number(size), path).toString('base64') === root && path.length === 0;
}

/** Both roots that follow from a consistency proof, RFC 6962, 2.1.2: `whole` says that the old tree is this subtree. */
function rootsFrom(m: number, n: number, whole: boolean, old: Buffer, path: Buffer[]): [Buffer, Buffer] {
  if (m === n) {
    const hash = whole ? old : (path.pop() ?? Buffer.alloc(0));
    return [hash, hash];
  }
  const k = split(n);
  const sibling = path.pop() ?? Buffer.alloc(0);
  if (m <= k) {
    const [older, newer] = rootsFrom(m, k, whole, old, path);
    return [older, node(newer, sibling)];
  }
  const [older, newer] = rootsFrom(m - k, n - k, false, old, path);
  return [node(sibling, older), node(sibling, newer)];
}

/** Whether the proof shows that the tree with the old root is the beginning of the tree with the new one. */
export function verifyConsistency(
  from: number,
  to: number,
  hashes: string[],
  oldRoot: string,
  newRoot: string,
): boolean {
  const path = bytes(hashes);
  const roots = rootsFrom(from, to, true, Buffer.from(oldRoot, 'base64'), path);
  return roots.map((root) => root.toString('base64')).join() === [oldRoot, newRoot].join() && path.length === 0;
}
