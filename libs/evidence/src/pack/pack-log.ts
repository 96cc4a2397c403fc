import type { Tx } from '#platform';
import { digestsOfLine } from '../history/history.service.js';
import { type Line, readDisclosure } from '../history/line.js';
import { GrowingTree, leafHash } from '../seal/merkle.js';
import { csvLine } from './csv.js';
import type { PackedEpoch, PackMoment } from './pack-moment.js';
import { PackRefusal } from './pack-refusal.js';
import { type Redaction, redactionTable, type MissingText } from './pack-redactions.js';
import type { PackedKind } from './pack-selection.js';

/** The rows whose history is in the pack with what it says: two lists of equal length. */
export interface LoggedRows {
  types: string[];
  ids: string[];
}

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

export const loggedRows = (
  kinds: readonly PackedKind[],
  attachments: readonly string[],
  files: readonly string[],
): LoggedRows => ({
  types: [
    ...kinds.flatMap(({ name, ids }) => ids.map(() => name)),
    ...attachments.map(() => 'attachment'),
    ...files.map(() => 'file'),
  ],
  ids: [...kinds.flatMap(({ ids }) => ids), ...attachments, ...files],
});

/** Told in every pack, because the lines that they explain are: why the log was begun anew, and what was erased. */
const explaining = ['log_epoch', 'redaction'];
/** Of an erasure only what was erased, not the words about it. */
const toldOfRedaction = new Set(['p', 'digests', 'file_digests']);

const wanted = `(e.rec_type, e.rec_id) IN (SELECT * FROM unnest($2::varchar[], $3::uuid[]))`;
/** The site of a record is that of its newest version: earlier ones follow it where it goes. */
const shown = `($4::uuid[] IS NULL OR ${wanted} OR e.rec_type = 'log_epoch' OR e.rec_type = ANY ($5::varchar[]) AND
    (SELECT n.site_id IS NULL OR n.site_id = ANY ($4) FROM log.entry n
     WHERE n.org_id = e.org_id AND n.rec_type = e.rec_type AND n.rec_id = e.rec_id ORDER BY n.rec_ver DESC LIMIT 1))`;
const header = `e.rec_type AS type, e.rec_id AS id, e.rec_ver AS version, ${shown} AS shown, ${wanted} AS wanted`;
/** A text keeps its disclosure as long as it does not change, so each is told with the line that brought it. */
const whole = `${header}, e.body,
  CASE WHEN ${wanted} OR e.rec_type = ANY ($6::varchar[]) THEN (SELECT string_agg(d.disclosure, ' ' ORDER BY d.digest COLLATE "C")
    FROM log.disclosure d WHERE d.org_id = e.org_id AND d.digest = ANY (${digestsOfLine}) AND d.entry_id = e.entry_id) END AS disclosures,
  CASE WHEN ${wanted} THEN (SELECT array_agg(u.digest) FROM unnest(${digestsOfLine}) AS u (digest)
    WHERE NOT EXISTS (SELECT FROM log.disclosure d WHERE d.org_id = e.org_id AND d.digest = u.digest)) END AS missing`;

/** Not each question asks for all of the parameters, and PostgreSQL wants to know the type of each. */
const used = '($6::varchar[] IS NOT NULL)';
/** Characters that are handed on at once. */
const blockSize = 65_536;

interface HeaderRow {
  type: string;
  id: string;
  version: number;
  shown: boolean;
  wanted: boolean;
}

interface WholeRow extends HeaderRow {
  body: string;
  disclosures: string | null;
  missing: string[] | null;
}

/**
 * The history in a pack: every line of the log in the order of its tree, so that its root can be reckoned again, and what
 * the lines of the pack's own records say. Each way through it is one pass over the log, a piece at a time.
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
    private readonly rows: LoggedRows,
    private readonly moment: PackMoment,
    private readonly visible: Shown,
  ) {}

  /**
   * One line per leaf: the line as it was written, or its hash as a JSON text where it is not shown. Must be read before
   * anything asks for an index. Throws `PackRefusal` when they are not the lines that were sealed.
   */
  async *lines(): AsyncGenerator<string> {
    for (const epoch of this.moment.epochs) {
      const tree = new GrowingTree();
      let text = '';
      for await (const row of this.stored<WholeRow>(epoch, whole, 'true')) {
        if (row.body === null) throw new PackRefusal(`Line ${tree.size} of ${epoch.origin} is missing.`);
        const leaf = leafHash(row.body);
        tree.add(leaf);
        if (row.wanted) this.note(row);
        this.count++;
        text += row.shown ? `${row.body}\n` : `"${leaf.toString('base64')}"\n`;
        if (text.length < blockSize) continue;
        yield text;
        text = '';
      }
      yield text;
      assertSealed(epoch, tree);
    }
  }

  /** One disclosure a line, with the index of the line that has its digest. */
  async *disclosures(): AsyncGenerator<string> {
    for (const epoch of this.moment.epochs) {
      const rows = this.stored<WholeRow>(epoch, whole, `(${wanted} OR e.rec_type = ANY ($6::varchar[]))`);
      for await (const { index, type, wanted: own, disclosures } of rows)
        for (const d of disclosures?.split(' ') ?? [])
          if (own || type !== 'redaction' || toldOfRedaction.has(readDisclosure(d).name))
            yield `${JSON.stringify({ i: index, d })}\n`;
    }
  }

  /** Which texts are missing, and which erasure explains it. After `lines`. */
  redactions(known: readonly Redaction[]): Generator<string> {
    return redactionTable(this.missing, known);
  }

  /** Records that are shown by their lines alone: a table with the index of their first line. */
  async *notSelected(kinds: ReadonlySet<string>, except: ReadonlySet<string>): AsyncGenerator<string> {
    yield csvLine(['line', 'type', 'id']);
    for (const epoch of this.moment.epochs) {
      const firsts = this.stored<HeaderRow>(epoch, header, 'e.rec_ver = 1 AND e.rec_type = ANY ($6::varchar[])', [
        ...kinds,
      ]);
      for await (const { index, type, id, shown: visible, wanted: own } of firsts)
        if (visible && !own && !except.has(id)) yield csvLine([index, type, id]);
    }
  }

  of(recordId: string): RecordLines {
    return this.byRecord.get(recordId) ?? { lines: [], stateVersion: 0 };
  }

  private note({ id, type, version, body, disclosures, missing }: WholeRow): void {
    const known = this.byRecord.get(id) ?? { lines: [], stateVersion: 0 };
    known.lines.push(this.count);
    if (disclosures?.split(' ').some(changesState)) known.stateVersion = version;
    this.byRecord.set(id, known);
    const { actor, p, pd } = JSON.parse(body) as Line;
    this.actors.add(actor);
    for (const digest of missing ?? [])
      for (const [field, of] of [['p', p] as const, ...Object.entries(pd)])
        if (of === digest) this.missing.push({ line: this.count, type, id, version, field, digest });
  }

  /**
   * Sealed lines in the order of their leaves, then those that the snapshot shows as pending: they were sealed after it, in
   * this order. `types` is for `$6` of the columns and the condition.
   */
  private async *stored<R extends HeaderRow>(
    { epoch, first, size }: PackedEpoch,
    columns: string,
    condition: string,
    types: readonly string[] = explaining,
  ): AsyncGenerator<R & { index: number }> {
    const { orgId } = this.tx.actor;
    const { siteIds, kinds } = this.visible;
    const parameters = [orgId, this.rows.types, this.rows.ids, siteIds, kinds, types, epoch];
    const sealed = `SELECT l.idx::float8 AS position, ${columns} FROM log.leaf l LEFT JOIN log.entry e ON e.org_id = l.org_id AND e.seq = l.seq
      WHERE l.org_id = $1 AND l.epoch = $7 AND l.idx < $8 AND ${used} AND ${condition} ORDER BY l.idx`;
    yield* this.placed<R>(sealed, [...parameters, size], first);
    if (epoch !== this.moment.epochs.at(-1)!.epoch) return;
    const [row] = await this.tx.sql<{ leaves: number }>(
      'SELECT coalesce(max(idx) + 1, 0)::float8 AS leaves FROM log.leaf WHERE org_id = $1 AND epoch = $2 AND idx < $3',
      [orgId, epoch, size],
    );
    const pending = `SELECT p.position, ${columns} FROM (
        SELECT p.org_id, p.seq, (row_number() OVER (ORDER BY p.seq) - 1)::float8 AS position FROM log.pending p
        WHERE p.org_id = $1 AND NOT EXISTS (SELECT FROM log.leaf l WHERE l.org_id = p.org_id AND l.epoch = $7 AND l.seq = p.seq)) p
      JOIN log.entry e ON e.org_id = p.org_id AND e.seq = p.seq WHERE ${used} AND ${condition} ORDER BY p.position`;
    yield* this.placed<R>(pending, parameters, first + row!.leaves);
  }

  private async *placed<R extends HeaderRow>(
    sql: string,
    parameters: unknown[],
    first: number,
  ): AsyncGenerator<R & { index: number }> {
    for await (const rows of this.tx.pieces<R & { position: number }>(sql, parameters, 500))
      for (const row of rows) yield { ...row, index: first + row.position };
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
