import type { Tx } from '#platform';
import { type Checkpoint, epochOf, parseCheckpoint } from '../seal/checkpoint.js';
import { GrowingTree, type Hash, leafHash, rootOf } from '../seal/merkle.js';
import { NoteError, openNote, publicKeyOf, verifierOf } from '../seal/signed-note.js';
import type { Faults } from './fault.js';

/** Every fourth level of the tree is kept: a kept node is over sixteen kept ones. */
const [step, width] = [4, 16];

interface LeafRow {
  idx: string;
  hash: Buffer;
  body: string | null;
  rec_type: string | null;
  rec_id: string | null;
  rec_ver: number | null;
}

interface CheckpointRow {
  size: string;
  root: Buffer;
  note: string;
}

/**
 * Reckons the trees again from their lines and compares them with what is kept of them, with every checkpoint, and with
 * the last one that was signed here, which is kept outside of the database. Returns how many lines there are.
 */
export async function verifyTree(
  tx: Tx,
  signedHere: (Checkpoint & { note: string }) | undefined,
  faults: Faults,
): Promise<number> {
  const { orgId } = tx.actor;
  const keys = await tx.sql<{ public_key: Buffer }>('SELECT public_key FROM log.signing_key ORDER BY id');
  const epochs = await tx.sql<{ epoch: number }>(
    'SELECT DISTINCT epoch FROM log.leaf WHERE org_id = $1 ORDER BY epoch',
    [orgId],
  );
  let lines = 0;
  let latest = 0;
  for (const { epoch } of epochs) {
    const tree = new GrowingTree();
    const kept = new KeptNodes(tx, epoch, faults);
    const checkpoints = rowsOf(
      tx.pieces<CheckpointRow>(
        'SELECT size, root, note FROM log.checkpoint WHERE org_id = $1 AND epoch = $2 ORDER BY size',
        [orgId, epoch],
        500,
      ),
    );
    let next = (await checkpoints.next()).value;
    const wanted = signedHere && epochOf(signedHere.origin) === epoch ? signedHere : undefined;
    const leaves = tx.pieces<LeafRow>(
      `SELECT l.idx, l.hash, e.body, e.rec_type, e.rec_id, e.rec_ver FROM log.leaf l LEFT JOIN log.entry e ON e.org_id = l.org_id AND e.seq = l.seq
       WHERE l.org_id = $1 AND l.epoch = $2 ORDER BY l.idx`,
      [orgId, epoch],
      1000,
    );
    for await (const row of rowsOf(leaves)) {
      verifyLeaf(row, tree.size, faults);
      tree.add(row.body === null ? row.hash : leafHash(row.body));
      await kept.add(row.hash);
      while (next && Number(next.size) <= tree.size) {
        verifyCheckpoint(
          next,
          epoch,
          tree,
          keys.map(({ public_key }) => public_key),
          faults,
        );
        next = (await checkpoints.next()).value;
      }
      if (wanted?.size === tree.size && !wanted.root.equals(tree.root()))
        faults.add(
          'checkpoint-contradicted',
          `The first ${wanted.size} lines of ${wanted.origin} are not those that were signed here`,
        );
    }
    await kept.end();
    if (next)
      faults.add(
        'checkpoint-contradicted',
        `A checkpoint over ${next.size} lines exists, but epoch ${epoch} has ${tree.size}`,
      );
    if (wanted && wanted.size > tree.size)
      faults.add(
        'checkpoint-lost',
        `${wanted.size} lines of ${wanted.origin} were signed here, but the database holds ${tree.size}`,
      );
    lines += tree.size;
    latest = epoch;
  }
  if (signedHere && epochOf(signedHere.origin) > latest)
    faults.add('checkpoint-lost', `${signedHere.origin} was signed here, but the database does not know it`);
  return lines;
}

function verifyLeaf({ idx, hash, body, rec_type, rec_id, rec_ver }: LeafRow, index: number, faults: Faults): void {
  if (Number(idx) !== index) faults.add('line-missing', `Line ${index} of the tree is missing`, { line: index });
  if (body === null)
    faults.add('line-missing', `Line ${idx} is in the tree, but not in the history`, { line: Number(idx) });
  else if (!leafHash(body).equals(hash))
    faults.add(
      'line-changed',
      `Line ${idx}, version ${rec_ver} of ${rec_type} ${rec_id}, is not the one that was sealed`,
      {
        recordType: rec_type,
        recordId: rec_id,
        line: Number(idx),
      },
    );
}

function verifyCheckpoint(row: CheckpointRow, epoch: number, tree: GrowingTree, keys: Buffer[], faults: Faults): void {
  const size = Number(row.size);
  const said = contentOf(row.note, keys);
  if (!said || said.size !== size || !said.root.equals(row.root) || epochOf(said.origin) !== epoch)
    faults.add('checkpoint-changed', `The checkpoint over ${size} lines is not one that was signed`);
  if (size !== tree.size || !tree.root().equals(row.root))
    faults.add('checkpoint-contradicted', `The first ${size} lines are not those of the checkpoint over them`);
}

function contentOf(note: string, keys: Buffer[]): Checkpoint | undefined {
  const origin = note.slice(0, note.indexOf('\n'));
  try {
    return parseCheckpoint(
      openNote(
        note,
        keys.map((key) => verifierOf(origin, publicKeyOf(key))),
      ),
    );
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

/** Compares the kept nodes above the leaves, some hundreds at a time. */
class KeptNodes {
  private readonly rows: Hash[][] = [];
  private readonly counts: number[] = [];
  private waiting: { level: number; index: number; hash: Hash }[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly epoch: number,
    private readonly faults: Faults,
  ) {}

  async add(leaf: Hash): Promise<void> {
    let hash = leaf;
    for (let tier = 0; ; tier++) {
      const row = (this.rows[tier] ??= []);
      row.push(hash);
      if (row.length < width) break;
      hash = rootOf(row);
      this.rows[tier] = [];
      const index = this.counts[tier] ?? 0;
      this.counts[tier] = index + 1;
      this.waiting.push({ level: (tier + 1) * step, index, hash });
    }
    if (this.waiting.length >= 500) await this.end();
  }

  async end(): Promise<void> {
    const expected = this.waiting;
    this.waiting = [];
    if (expected.length === 0) return;
    const found = await this.tx.sql<{ level: number; idx: string; hash: Buffer }>(
      `SELECT n.level, n.idx, n.hash FROM unnest($3::integer[], $4::bigint[]) AS w (level, idx)
       JOIN log.node n ON n.org_id = $1 AND n.epoch = $2 AND n.level = w.level AND n.idx = w.idx`,
      [this.tx.actor.orgId, this.epoch, expected.map(({ level }) => level), expected.map(({ index }) => index)],
    );
    const hashes = new Map(found.map(({ level, idx, hash }) => [`${level}/${idx}`, hash]));
    for (const { level, index, hash } of expected)
      if (!hashes.get(`${level}/${index}`)?.equals(hash))
        this.faults.add(
          'node-changed',
          `Node ${index} of level ${level} of the tree of epoch ${this.epoch} is not over its lines`,
        );
  }
}

async function* rowsOf<R>(pieces: AsyncGenerator<R[]>): AsyncGenerator<R, undefined> {
  for await (const piece of pieces) yield* piece;
  return undefined;
}
