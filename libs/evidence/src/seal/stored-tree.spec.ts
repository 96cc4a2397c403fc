import { consistencyPath, type Hash, inclusionPath, leafHash, type Leaves, rootOf } from './merkle.js';
import { edgeOf, KeptHashes, nodesAbove, type Run, runsOf } from './stored-tree.js';

const leaves = Array.from({ length: 1000 }, (_, n) => leafHash(`line ${n}`));

/** A tree grown in batches as the sealer grows it; it reads only what it asks for. */
class Grown {
  readonly kept = new Map<string, Hash>();
  size = 0;
  reads = 0;

  read(runs: Run[]): KeptHashes {
    const hashes = new KeptHashes();
    for (const { level, first, last } of runs)
      for (let index = first; index <= last; index++) {
        this.reads++;
        hashes.set({ level, index }, this.kept.get(`${level}/${index}`)!);
      }
    return hashes;
  }

  append(fresh: readonly Hash[]): number {
    const nodes = nodesAbove(this.size, this.read(edgeOf(this.size)), fresh);
    fresh.forEach((hash, n) => this.kept.set(`0/${this.size + n}`, hash));
    for (const { level, index, hash } of nodes) this.kept.set(`${level}/${index}`, hash);
    this.size += fresh.length;
    return nodes.length;
  }

  over(range: Leaves): Hash {
    return this.read(runsOf([range])).over(range);
  }
}

describe('the stored tree', () => {
  it.each([1, 2, 3, 7, 15, 16, 17, 31, 100, 256, 257, 999, 1000])(
    'has the right root after each batch of %i leaves, whatever was there before',
    (batch) => {
      const tree = new Grown();
      for (let at = 0; at < leaves.length; at += batch) {
        tree.append(leaves.slice(at, at + batch));
        expect(tree.over({ start: 0, end: tree.size })).toEqual(rootOf(leaves.slice(0, tree.size)));
      }
      // A full group of sixteen has its node, and nothing else has one.
      expect(tree.kept.size).toBe(1000 + 62 + 3);
    },
  );

  it('still knows the root and every proof of all earlier sizes', () => {
    const tree = new Grown();
    tree.append(leaves);
    for (let size = 1; size <= leaves.length; size += 7) {
      const proof = [
        { start: 0, end: size },
        ...inclusionPath(size - 1, 1000),
        ...inclusionPath(Math.floor(size / 3), size),
        ...consistencyPath(size, 1000),
      ];
      for (const range of proof) expect(tree.over(range)).toEqual(rootOf(leaves.slice(range.start, range.end)));
    }
  });

  it('reads and hashes little, however large the tree is', () => {
    const large = 1_000_000_000;
    const reads = (runs: Run[]) => runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    expect(reads(edgeOf(large))).toBeLessThanOrEqual(8 * 15);
    expect(reads(runsOf(inclusionPath(123_456_789, large)))).toBeLessThanOrEqual(2 * 8 * 30);
    expect(reads(runsOf(consistencyPath(123_456_789, large)))).toBeLessThanOrEqual(2 * 8 * 30);
  });

  it('says which node is missing instead of reckoning without it', () => {
    expect(() => new KeptHashes().over({ start: 0, end: 1 })).toThrow('node 0 of level 0');
  });
});
