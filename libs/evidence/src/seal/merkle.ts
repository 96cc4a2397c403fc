import { hash } from 'node:crypto';

/*
 * The Merkle tree of RFC 6962, 2.1: pure functions. A tree of n leaves is described by its leaves' numbers only, so that
 * whoever stores hashes decides which; numbers are plain (no bit operations, which end at 2^31).
 */

/** 32 bytes of SHA-256. */
export type Hash = Buffer;

/** The leaves from `start` up to, but not including, `end`, counted from 0. */
export interface Leaves {
  start: number;
  end: number;
}

/** The root of a complete subtree: the leaves from `index * 2^level` to `(index + 1) * 2^level`. */
export interface Node {
  level: number;
  index: number;
}

/** By way of a text, because Node would give each of a million small hashes memory outside of its heap. */
const sha256 = (content: string | Uint8Array): Hash => Buffer.from(hash('sha256', content, 'binary'), 'binary');

/** The hash of a tree without leaves. */
export const emptyRoot: Hash = sha256('');

const [leafPrefix, nodePrefix] = [Buffer.of(0), Buffer.of(1)];

/** The hash of one line of history: of exactly these bytes, without a line end. */
export const leafHash = (line: string | Uint8Array): Hash =>
  sha256(typeof line === 'string' ? `\0${line}` : Buffer.concat([leafPrefix, line]));

export const nodeHash = (left: Hash, right: Hash): Hash => sha256(Buffer.concat([nodePrefix, left, right]));

/** The largest power of two below n. */
function split(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/**
 * Cuts leaves into complete subtrees, the largest first. Their start must be a multiple of the largest: so it is with
 * every range that RFC 6962 asks for.
 */
export function completeSubtrees({ start, end }: Leaves): Node[] {
  const nodes: Node[] = [];
  for (let [at, rest] = [start, end - start]; rest > 0;) {
    let [level, leaves] = [0, 1];
    while (leaves * 2 <= rest) [level, leaves] = [level + 1, leaves * 2];
    nodes.push({ level, index: at / leaves });
    [at, rest] = [at + leaves, rest - leaves];
  }
  return nodes;
}

/** The hash over neighbouring complete subtrees, as `completeSubtrees` orders them. */
export const joined = (hashes: readonly Hash[]): Hash =>
  hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));

/** The hash over all leaves of a range, from the hashes of its leaves. */
export function rootOf(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return emptyRoot;
  if (hashes.length === 1) return hashes[0]!;
  const middle = split(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, middle)), rootOf(hashes.slice(middle)));
}

/** The ranges whose hashes prove that a leaf is in a tree of `size` leaves, from its sibling upwards (2.1.1). */
export function inclusionPath(index: number, size: number): Leaves[] {
  const path: Leaves[] = [];
  for (let [start, end] = [0, size]; end - start > 1;) {
    const middle = start + split(end - start);
    if (index < middle) {
      path.unshift({ start: middle, end });
      end = middle;
    } else {
      path.unshift({ start, end: middle });
      start = middle;
    }
  }
  return path;
}

/** The ranges whose hashes prove that the first `from` of `to` leaves are the tree that it was at that size (2.1.2). */
export function consistencyPath(from: number, to: number): Leaves[] {
  if (from === 0 || from === to) return [];
  const path: Leaves[] = [];
  let [start, end] = [0, to];
  while (end !== from) {
    const middle = start + split(end - start);
    if (from <= middle) {
      path.unshift({ start: middle, end });
      end = middle;
    } else {
      path.unshift({ start, end: middle });
      start = middle;
    }
  }
  // The old tree itself needs no hash: whoever checks the proof has it.
  return start === 0 ? path : [{ start, end }, ...path];
}

/** A tree that grows leaf by leaf and remembers only its complete subtrees: O(log n). */
export class GrowingTree {
  size = 0;
  private readonly edge: Hash[] = [];

  add(leaf: Hash): void {
    let hash = leaf;
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(this.edge.pop()!, hash);
    this.edge.push(hash);
    this.size++;
  }

  root(): Hash {
    return joined(this.edge);
  }
}
