import { createHash } from 'node:crypto';
import { consistencyPath, emptyRoot, type Hash, inclusionPath, leafHash, type Leaves, rootOf } from './merkle.js';
import { verifyConsistency, verifyInclusion } from './merkle-verify.js';

/** The leaves and roots that the implementations of Certificate Transparency test with. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => Buffer.from(hex, 'hex'),
);
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const known = inputs.map(leafHash);
const inTree = (leaves: readonly Hash[]) => (path: Leaves[]) =>
  path.map(({ start, end }) => rootOf(leaves.slice(start, end)));
const hex = (hashes: Hash[]) => hashes.map((hash) => hash.toString('hex'));

describe('the Merkle tree of RFC 6962', () => {
  it.each(roots.map((root, size) => [size, root]))('has the known root at %i leaves', (size, root) => {
    expect(rootOf(known.slice(0, size)).toString('hex')).toBe(root);
  });

  it('has the known proofs', () => {
    const proof = inTree(known);
    expect(hex(proof(inclusionPath(5, 8)))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(proof(inclusionPath(2, 3)))).toEqual([roots[2]]);
    expect(hex(proof(consistencyPath(6, 8)))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(proof(consistencyPath(1, 8)))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(consistencyPath(8, 8)).toEqual([]);
  });
});

describe('proofs at every size up to 1,000', () => {
  const count = 1000;
  const leaves = Array.from({ length: count }, (_, n) => leafHash(`line ${n}`));
  /** Hashes of ranges, each computed once. */
  const cache = new Map<string, Hash>();
  const hashOf = ({ start, end }: Leaves): Hash => {
    const key = `${start}-${end}`;
    let hash = cache.get(key);
    if (!hash) cache.set(key, (hash = rootOf(leaves.slice(start, end))));
    return hash;
  };
  const rootAt = (size: number) => (size === 0 ? emptyRoot : hashOf({ start: 0, end: size }));
  /** The same numbers in every run. */
  const chosen = (seed: string, below: number) =>
    createHash('sha256').update(seed).digest().readUInt32BE(0) % Math.max(1, below);

  it('prove inclusion of first, last and other leaves, and of nothing else', () => {
    for (let size = 1; size <= count; size++) {
      const root = rootAt(size);
      const indexes = new Set([0, size - 1, ...[1, 2, 3].map((n) => chosen(`${n} of ${size}`, size))]);
      for (const index of indexes) {
        const proof = inclusionPath(index, size).map(hashOf);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        const holds = (changes: { leaf?: Hash; index?: number; size?: number; proof?: Hash[]; root?: Hash }) =>
          verifyInclusion(
            changes.leaf ?? leaves[index]!,
            changes.index ?? index,
            changes.size ?? size,
            changes.proof ?? proof,
            changes.root ?? root,
          );
        expect(holds({})).toBe(true);
        const wrong = [
          holds({ leaf: leafHash('another line') }),
          holds({ root: rootAt(size + 1 > count ? size - 1 : size + 1) }),
          holds({ proof: [...proof, root] }),
          holds({ proof: [root, ...proof] }),
          size > 1 && holds({ index: (index + 1) % size }),
          size > 1 && holds({ proof: proof.slice(1) }),
          size > 1 && holds({ proof: proof.slice(0, -1) }),
          holds({ index: size }),
          holds({ index: -1 }),
          holds({ index: index + 0.5 }),
        ];
        expect(wrong).toEqual(wrong.map(() => false));
      }
    }
  });

  it('prove consistency with earlier sizes, and never with a tree that was changed', () => {
    for (let to = 1; to <= count; to++) {
      const sizes = new Set([1, to, Math.max(1, to - 1), ...[1, 2, 3].map((n) => 1 + chosen(`${n} to ${to}`, to))]);
      for (const from of sizes) {
        const proof = consistencyPath(from, to).map(hashOf);
        const holds = (changes: { from?: number; to?: number; proof?: Hash[]; fromRoot?: Hash; toRoot?: Hash }) =>
          verifyConsistency(
            changes.from ?? from,
            changes.to ?? to,
            changes.proof ?? proof,
            changes.fromRoot ?? rootAt(from),
            changes.toRoot ?? rootAt(to),
          );
        expect([from, to, holds({})]).toEqual([from, to, true]);
        const other = leafHash('another tree');
        const wrong = [
          holds({ fromRoot: other }),
          holds({ toRoot: other }),
          holds({ proof: [...proof, other] }),
          holds({ proof: [other, ...proof] }),
          holds({ from: 0 }),
          holds({ from: to + 1 }),
          from < to && holds({ proof: [] }),
          from < to && holds({ proof: proof.slice(1) }),
          from < to && holds({ proof: proof.slice(0, -1) }),
          from < to && holds({ proof: proof.with(proof.length - 1, other) }),
        ];
        expect([from, to, ...wrong]).toEqual([from, to, ...wrong.map(() => false)]);
      }
    }
  });
});
