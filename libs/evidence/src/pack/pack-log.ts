import type { Tx } from '#platform';
import { digestsOfLine } from '../history/history.service.js';
import { type Line, readDisclosure } from '../history/line.js';
import { GrowingTree, leafHash } from '../seal/merkle.js';
import { csvLine } from './csv.js';
import type { PackedEpoch, PackMoment } from './pack-moment.js';
import { PackRefusal } from './pack-refusal.js';
import { type Redaction, redactionTable, type MissingText } from './pack-redactions.js';
import type { PackedKind } from './pack-selection.js';

/** Which lines are shown to whoever may not see all sites; the others are in the pack by their hashes alone. */
export interface Shown {
  /** Sites that may be seen; null for all, and then every line is shown. */
  siteIds: readonly string[] | null;
  /** Kinds of records that packs hold: of other kinds only what is in the pack is shown. */
  kinds: readonly string[];
}

/** What the lines of one record tell about it. */
export interface RecordLines {
  /** Index of the line of each version, version 1 first, counted from 0. */
  lines: number[];
  /** The version that last changed the state, 0 when none did. */
  stateVersion: number;
}

const keyOf = (type: string, id: string): string => `${type} ${id}`;

/** The rows whose history is in the pack with what it says, by their keys. */
export const loggedRows = (
  kinds: readonly PackedKind[],
  attachments: readonly string[],
  files: readonly string[],
): string[] => [
  ...kinds.flatMap(({ name, ids }) => ids.map((id) => keyOf(name, id))),
  ...attachments.map((id) => keyOf('attachment', id)),
  ...files.map((id) => keyOf('file', id)),
];

/** Of an erasure only what was erased, not the words about it. */
const toldOfRedaction = new Set(['p', 'digests', 'file_digests']);

/** Lines of an epoch with their place in its tree: those that were sealed when the snapshot was taken. */
const sealed = `(SELECT org_id, seq, idx AS position FROM log.leaf WHERE org_id = $1 AND epoch = $2 AND idx < $3)`;
/** Then those that the snapshot shows as pending, after the first $3: they were sealed after it, in this order. */
const pending = `(SELECT p.org_id, p.seq, $3::bigint + row_number() OVER (ORDER BY p.seq) - 1 AS position FROM log.pending p
  WHERE p.org_id = $1 AND NOT EXISTS (SELECT FROM log.leaf l WHERE l.org_id = p.org_id AND l.epoch = $2 AND l.seq = p.seq))`;

/** One text in one list, because PostgreSQL looks it up in a hash of the list, however long that is. */
const own = `e.rec_type || ' ' || e.rec_id = ANY ($4::varchar[])`;
/** The site of a record is that of its newest version: earlier ones follow it where it goes. */
const shown = `($5::uuid[] IS NULL OR ${own} OR e.rec_type = 'log_epoch' OR e.rec_type = ANY ($6::varchar[]) AND
    (SELECT n.site_id IS NULL OR n.site_id = ANY ($5) FROM log.entry n
     WHERE n.org_id = e.org_id AND n.rec_type = e.rec_type AND n.rec_id = e.rec_id ORDER BY n.rec_ver DESC LIMIT 1))`;

/** Lines that come as one text: handing over a row for each takes longer than all else. */
const linesPerText = 200;
const text = `string_agg(e.body, E'\\n' ORDER BY l.position) AS lines,
  array_agg(l.position::float8) FILTER (WHERE NOT ${shown}) AS hidden,
  min(l.position::float8) FILTER (WHERE e.body IS NULL) AS missing`;
const ofText = `l.position >= b.first AND l.position < b.first + ${linesPerText}`;
/**
 * Text after text, so that nothing waits until the whole log was sorted. One walk through the index finds the lines of a
 * text; OFFSET keeps PostgreSQL from another way.
 */
const sealedTexts = `SELECT t.* FROM generate_series(0, $3::bigint - 1, ${linesPerText}) WITH ORDINALITY AS b (first, n) CROSS JOIN LATERAL (
    SELECT ${text} FROM ${sealed} l LEFT JOIN (
      SELECT e.* FROM log.entry e WHERE e.org_id = $1 AND e.seq = ANY (ARRAY(SELECT l.seq FROM ${sealed} l WHERE ${ofText})) OFFSET 0
    ) e ON e.seq = l.seq WHERE ${ofText} HAVING count(*) > 0) t ORDER BY b.n`;
const pendingTexts = `SELECT ${text} FROM ${pending} l JOIN log.entry e ON e.org_id = l.org_id AND e.seq = l.seq
  GROUP BY l.position / ${linesPerText} ORDER BY l.position / ${linesPerText}`;

/**
 * Told in every pack, because the lines that they explain are: why the log was begun anew, and what was erased. A text
 * keeps its disclosure as long as it does not change, so each is told with the line that brought it.
 */
const told = (leaves: string): string => `SELECT l.position::float8 AS position, r.own,
    e.rec_type AS type, e.rec_id AS id, e.rec_ver AS version, e.body,
    (SELECT string_agg(d.disclosure, ' ' ORDER BY d.digest COLLATE "C") FROM log.disclosure d
      WHERE d.org_id = e.org_id AND d.digest = ANY (${digestsOfLine}) AND d.entry_id = e.entry_id) AS disclosures,
    CASE WHEN r.own THEN (SELECT array_agg(u.digest) FROM unnest(${digestsOfLine}) AS u (digest)
      WHERE NOT EXISTS (SELECT FROM log.disclosure d WHERE d.org_id = e.org_id AND d.digest = u.digest)) END AS missing
  FROM (SELECT type, id, bool_or(own) AS own FROM (
      SELECT split_part(key, ' ', 1) AS type, split_part(key, ' ', 2)::uuid AS id, true AS own FROM unnest($4::varchar[]) AS key
      UNION ALL SELECT rec_type, rec_id, false FROM log.entry WHERE org_id = $1 AND rec_type IN ('log_epoch', 'redaction')) r
    GROUP BY type, id) r
  JOIN log.entry e ON e.org_id = $1 AND e.rec_type = r.type AND e.rec_id = r.id
  JOIN ${leaves} l ON l.org_id = e.org_id AND l.seq = e.seq ORDER BY l.position`;

const notSelected = (
  leaves: string,
): string => `SELECT l.position::float8 AS position, e.rec_type AS type, e.rec_id AS id
  FROM log.entry e JOIN ${leaves} l ON l.org_id = e.org_id AND l.seq = e.seq
  WHERE e.org_id = $1 AND e.rec_ver = 1 AND e.rec_type = ANY ($7::varchar[]) AND NOT ${own} AND ${shown} ORDER BY l.position`;

interface TextRow {
  lines: string | null;
  hidden: number[] | null;
  missing: number | null;
}

interface HeaderRow {
  position: number;
  type: string;
  id: string;
}

interface ToldRow extends HeaderRow {
  own: boolean;
  version: number;
  body: string;
  disclosures: string | null;
  missing: string[] | null;
}

/**
 * The history in a pack: every line of the log in the order of its tree, so that its root can be reckoned again, and what
 * the lines of the pack's own records say. All is read a piece at a time.
 */
export class PackLog {
  /** Number of lines; known when all were read. */
  count = 0;
  /** Actors of the lines of the pack's records as they stand there, `p:<id>` and the like. */
  readonly actors = new Set<string>();
  private readonly byRecord = new Map<string, RecordLines>();
  private readonly missing: MissingText[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly own: readonly string[],
    private readonly moment: PackMoment,
    private readonly visible: Shown,
  ) {}

  /**
   * One line per leaf: the line as it was written, or its hash as a JSON text where it is not shown. Throws `PackRefusal`
   * when they are not the lines that were sealed.
   */
  async *lines(): AsyncGenerator<string> {
    const { siteIds, kinds } = this.visible;
    for (const epoch of this.moment.epochs) {
      const tree = new GrowingTree();
      const texts = this.stored<TextRow>(epoch, sealedTexts, pendingTexts, [siteIds, kinds], 10);
      for await (const { lines, hidden, missing } of texts) {
        if (missing !== null) throw new PackRefusal(`Line ${missing} of ${epoch.origin} is missing.`);
        const withheld = new Set(hidden);
        let packed = '';
        for (const line of lines!.split('\n')) {
          const leaf = leafHash(line);
          if (hidden) packed += withheld.has(tree.size) ? `"${leaf.toString('base64')}"\n` : `${line}\n`;
          tree.add(leaf);
          this.count++;
        }
        yield hidden ? packed : `${lines}\n`;
      }
      assertSealed(epoch, tree);
    }
  }

  /**
   * One disclosure a line, with the index of the line that has its digest. Must be read before anything asks for an index
   * or for what is missing.
   */
  async *disclosures(): AsyncGenerator<string> {
    for (const epoch of this.moment.epochs) {
      for await (const row of this.stored<ToldRow>(epoch, told(sealed), told(pending), [], 500)) {
        const index = epoch.first + row.position;
        if (row.own) this.note(row, index);
        for (const d of row.disclosures?.split(' ') ?? [])
          if (row.own || row.type !== 'redaction' || toldOfRedaction.has(readDisclosure(d).name))
            yield `${JSON.stringify({ i: index, d })}\n`;
      }
    }
  }

  /** Which texts are missing, and which erasure explains it. After `disclosures`. */
  redactions(known: readonly Redaction[]): Generator<string> {
    return redactionTable(this.missing, known);
  }

  /** Records that are shown by their lines alone: a table with the index of their first line. */
  async *notSelected(covered: ReadonlySet<string>, except: ReadonlySet<string>): AsyncGenerator<string> {
    const { siteIds, kinds } = this.visible;
    yield csvLine(['line', 'type', 'id']);
    for (const epoch of this.moment.epochs) {
      const parameters = [siteIds, kinds, [...covered]];
      const firsts = this.stored<HeaderRow>(epoch, notSelected(sealed), notSelected(pending), parameters, 500);
      for await (const { position, type, id } of firsts)
        if (!except.has(id)) yield csvLine([epoch.first + position, type, id]);
    }
  }

  of(recordId: string): RecordLines {
    return this.byRecord.get(recordId) ?? { lines: [], stateVersion: 0 };
  }

  private note({ id, type, version, body, disclosures, missing }: ToldRow, index: number): void {
    const known = this.byRecord.get(id) ?? { lines: [], stateVersion: 0 };
    known.lines.push(index);
    if (disclosures?.split(' ').some(changesState)) known.stateVersion = version;
    this.byRecord.set(id, known);
    const { actor, p, pd } = JSON.parse(body) as Line;
    this.actors.add(actor);
    for (const digest of missing ?? [])
      for (const [field, of] of [['p', p] as const, ...Object.entries(pd)])
        if (of === digest) this.missing.push({ line: index, type, id, version, field, digest });
  }

  /** What is asked of sealed lines, in the order of their leaves, then of pending ones; `atOnce` rows at a time. */
  private async *stored<R extends object>(
    { epoch, size }: PackedEpoch,
    ofSealed: string,
    ofPending: string,
    parameters: unknown[],
    atOnce: number,
  ): AsyncGenerator<R> {
    const { orgId } = this.tx.actor;
    const all = [orgId, epoch, size, this.own, ...parameters];
    for await (const piece of ahead(this.tx.pieces<R>(ofSealed, all, atOnce))) yield* piece;
    if (epoch !== this.moment.epochs.at(-1)!.epoch) return;
    const [row] = await this.tx.sql<{ leaves: number }>(
      'SELECT coalesce(max(idx) + 1, 0)::float8 AS leaves FROM log.leaf WHERE org_id = $1 AND epoch = $2 AND idx < $3',
      [orgId, epoch, size],
    );
    const rest = [orgId, epoch, row!.leaves, this.own, ...parameters];
    for await (const piece of ahead(this.tx.pieces<R>(ofPending, rest, atOnce))) yield* piece;
  }
}

/** Lets the database find the next piece while one is worked on; meanwhile nothing else may be asked of it. */
async function* ahead<T>(pieces: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pieces.next();
  try {
    for (let piece = await next; !piece.done; piece = await next) {
      next = pieces.next();
      // Thrown where it is waited for, which may be later.
      next.catch(() => undefined);
      yield piece.value;
    }
  } finally {
    await next.catch(() => undefined);
  }
}

function assertSealed({ origin, size, checkpoint }: PackedEpoch, tree: GrowingTree): void {
  if (tree.size === size && checkpoint.startsWith(`${origin}\n${size}\n${tree.root().toString('base64')}\n`)) return;
  throw new PackRefusal(
    `The lines of ${origin} are not those that were sealed; the administrator finds out more with “continua doctor”.`,
  );
}

function changesState(disclosure: string): boolean {
  const { name, value } = readDisclosure(disclosure);
  return name === 'p' && ((value as { changed?: string[] | null }).changed ?? []).includes('state');
}
