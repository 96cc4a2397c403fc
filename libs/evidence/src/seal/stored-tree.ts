import { completeSubtrees, type Hash, joined, type Leaves, type Node, rootOf } from './merkle.js';

/*
 * Which nodes of the tree are kept: the leaves and the complete subtrees of each fourth level. That is one hash in
 * fifteen more than the leaves; any other node is at most eight kept ones away.
 */
const step = 4;
const width = 2 ** step;

/** Kept nodes of one level that lie side by side, from `first` to `last`, both included. */
export interface Run {
  level: number;
  first: number;
  last: number;
}

/** The kept nodes under a node. */
function runUnder({ level, index }: Node): Run {
  const below = level % step;
  const children = 2 ** below;
  return { level: level - below, first: index * children, last: (index + 1) * children - 1 };
}

/** The kept nodes from which the hashes of ranges follow: O(log n). */
export const runsOf = (ranges: readonly Leaves[]): Run[] => ranges.flatMap(completeSubtrees).map(runUnder);

/** The kept nodes of each level that have no kept node above them yet: what a tree must know of itself to grow. */
export function edgeOf(size: number): Run[] {
  const runs: Run[] = [];
  for (let [level, count] = [0, size]; count > 0; [level, count] = [level + step, Math.floor(count / width)])
    if (count % width > 0) runs.push({ level, first: count - (count % width), last: count - 1 });
  return runs;
}

/** Kept hashes that were read, to reckon with. */
export class KeptHashes {
  private readonly hashes = new Map<string, Hash>();

  set({ level, index }: Node, hash: Hash): void {
    this.hashes.set(`${level}/${index}`, hash);
  }

  get({ level, index }: Node): Hash {
    const hash = this.hashes.get(`${level}/${index}`);
    if (!hash) throw new Error(`The tree lacks node ${index} of level ${level}`);
    return hash;
  }

  run({ level, first, last }: Run): Hash[] {
    return Array.from({ length: last - first + 1 }, (_, n) => this.get({ level, index: first + n }));
  }

  /** The hash over a range whose `runsOf` are there. */
  over(range: Leaves): Hash {
    return joined(completeSubtrees(range).map((node) => rootOf(this.run(runUnder(node)))));
  }
}

/**
 * The nodes to be kept above new leaves that follow the first `size` ones, lowest level first. `edge` must hold
 * `edgeOf(size)`. O(new leaves + log n).
 */
export function nodesAbove(size: number, edge: KeptHashes, leaves: readonly Hash[]): (Node & { hash: Hash })[] {
  const nodes: (Node & { hash: Hash })[] = [];
  let [level, count, fresh] = [0, size, [...leaves]];
  while (fresh.length > 0) {
    const first = count - (count % width);
    const row = [...edge.run({ level, first, last: count - 1 }), ...fresh];
    level += step;
    count = first / width;
    fresh = Array.from({ length: Math.floor(row.length / width) }, (_, n) =>
      rootOf(row.slice(n * width, (n + 1) * width)),
    );
    nodes.push(...fresh.map((hash, n) => ({ level, index: first / width + n, hash })));
  }
  return nodes;
}
