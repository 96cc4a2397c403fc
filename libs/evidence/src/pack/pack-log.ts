import type { Tx } from '#platform';
import { digestsOfLine } from '../history/history.service.js';
import { type Line, readDisclosure } from '../history/line.js';
import type { PackedKind } from './pack-selection.js';

/** The rows whose history is in the pack: two lists of equal length. */
export interface LoggedRows {
  types: string[];
  ids: string[];
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

/** A text keeps its disclosure as long as it does not change, so each disclosure is told with the line that brought it. */
const linesOf = `SELECT v.body, v.disclosures FROM unnest($2::varchar[], $3::uuid[]) AS wanted (rec_type, rec_id) CROSS JOIN LATERAL (
    SELECT e.seq, e.body, (SELECT string_agg(d.disclosure, ' ' ORDER BY d.digest COLLATE "C") FROM log.disclosure d
      WHERE d.org_id = e.org_id AND d.digest = ANY (${digestsOfLine}) AND d.entry_id = e.entry_id) AS disclosures
    FROM log.entry e WHERE e.org_id = $1 AND e.rec_type = wanted.rec_type AND e.rec_id = wanted.rec_id OFFSET 0) v ORDER BY v.seq`;

async function* entries(tx: Tx, { types, ids }: LoggedRows): AsyncGenerator<{ body: string; disclosures: string[] }> {
  const pieces = tx.pieces<{ body: string; disclosures: string | null }>(linesOf, [tx.actor.orgId, types, ids], 500);
  for await (const rows of pieces)
    for (const { body, disclosures } of rows) yield { body, disclosures: disclosures?.split(' ') ?? [] };
}

/** The history of the rows in a pack: exact lines, and what their digests stand for. */
export class PackLog {
  /** Number of lines; known when all were read. */
  count = 0;
  private readonly byRecord = new Map<string, RecordLines>();
  /** Actors as they stand in the lines, `p:<id>` and the like. */
  readonly actors = new Set<string>();

  constructor(
    private readonly tx: Tx,
    private readonly rows: LoggedRows,
  ) {}

  /** The lines as they were written, in the order of their sequence. Must be read before anything asks for their index. */
  async *lines(): AsyncGenerator<string> {
    for await (const { body, disclosures } of entries(this.tx, this.rows)) {
      const line = JSON.parse(body) as Line;
      const known = this.byRecord.get(line.rid) ?? { lines: [], stateVersion: 0 };
      known.lines.push(this.count++);
      if (disclosures.some(changesState)) known.stateVersion = line.ver;
      this.byRecord.set(line.rid, known);
      this.actors.add(line.actor);
      yield `${body}\n`;
    }
  }

  /** One disclosure a line, with the index of the line that has its digest. */
  async *disclosures(): AsyncGenerator<string> {
    let index = 0;
    for await (const { disclosures } of entries(this.tx, this.rows)) {
      for (const d of disclosures) yield `${JSON.stringify({ i: index, d })}\n`;
      index++;
    }
  }

  of(recordId: string): RecordLines {
    return this.byRecord.get(recordId) ?? { lines: [], stateVersion: 0 };
  }
}

function changesState(disclosure: string): boolean {
  const { name, value } = readDisclosure(disclosure);
  return name === 'p' && ((value as { changed?: string[] | null }).changed ?? []).includes('state');
}
