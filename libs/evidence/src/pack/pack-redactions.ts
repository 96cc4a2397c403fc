import type { Tx } from '#platform';
import { digestsOfLine } from '../history/history.service.js';
import { digestOf, imageOf } from '../history/line.js';
import { csvLine } from './csv.js';

/** An erasure on record: what it took away. */
export interface Redaction {
  id: string;
  at: string;
  /** Digests of disclosures, as they stand in lines. */
  digests: readonly string[];
  /** SHA-256 of contents of files, hex. */
  fileDigests: readonly string[];
}

/** A digest in a line of the pack's records whose text is not there. */
export interface MissingText {
  line: number;
  type: string;
  id: string;
  version: number;
  /** Column of the text; `p` for all codes, dates and numbers. */
  field: string;
  digest: string;
}

const newest = `SELECT DISTINCT ON (e.rec_id) e.body, (SELECT array_agg(d.disclosure) FROM log.disclosure d
    WHERE d.org_id = e.org_id AND d.digest = ANY (${digestsOfLine})) AS disclosures
  FROM log.entry e WHERE e.org_id = $1 AND e.rec_type = 'redaction' ORDER BY e.rec_id, e.rec_ver DESC`;

/** All erasures of the organisation, from their lines of history. */
export async function findRedactions(tx: Tx): Promise<Redaction[]> {
  const rows = await tx.sql<{ body: string; disclosures: string[] | null }>(newest, [tx.actor.orgId]);
  return rows.map(({ body, disclosures }) => {
    const byDigest = new Map((disclosures ?? []).map((one) => [digestOf(one), one]));
    const { line, row } = imageOf(body, byDigest);
    return { id: line.rid, at: line.at, digests: textsOf(row['digests']), fileDigests: textsOf(row['file_digests']) };
  });
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Texts that are not in the pack although a line has their digest, with the erasure that explains it: empty for none. */
export function* redactionTable(missing: readonly MissingText[], known: readonly Redaction[]): Generator<string> {
  const explained = new Map(known.flatMap((one) => one.digests.map((digest) => [digest, one] as const)));
  yield csvLine(['line', 'type', 'id', 'version', 'field', 'digest', 'redaction', 'erasedAt']);
  for (const { line, type, id, version, field, digest } of missing) {
    const redaction = explained.get(digest);
    yield csvLine([line, type, id, version, field, digest, redaction?.id, redaction?.at]);
  }
}
