import { createHash } from 'node:crypto';

/** One line of the history as it is stored (body of log.entry); `p` and `pd` are digests of disclosures. */
export interface Line {
  act: string;
  actor: string;
  at: string;
  id: string;
  log: string;
  p: string;
  pd: Record<string, string>;
  prev: string | null;
  req: string | null;
  rid: string;
  rt: string;
  site: string | null;
  v: 1;
  ver: number;
  via: string;
}

/** What a disclosure says: base64url(JSON [salt, name, value]), after RFC 9901, 4.2. */
export function readDisclosure(disclosure: string): { name: string; value: unknown } {
  const [, name, value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as [string, string, unknown];
  return { name, value };
}

/** What a line has in place of a disclosure. */
export const digestOf = (disclosure: string): string => createHash('sha256').update(disclosure).digest('base64url');

/** A row as it stood after a change, by column name, with what changed and why. */
export interface Image {
  line: Line;
  row: Record<string, unknown>;
  changed: string[];
  operation: 'insert' | 'update' | 'delete';
  reason: string | null;
  /** Columns whose text was erased; their digests stand. */
  erased: string[];
}

/** Puts a line and its disclosures together again. */
export function imageOf(body: string, disclosures: ReadonlyMap<string, string>): Image {
  const line = JSON.parse(body) as Line;
  const plain = disclosures.get(line.p);
  const { op, after, changed } = (plain ? readDisclosure(plain).value : {}) as {
    op?: Image['operation'];
    after?: Record<string, unknown> | null;
    changed?: string[];
  };
  const row: Record<string, unknown> = { ...after };
  const erased: string[] = [];
  let reason: string | null = null;
  for (const [name, digest] of Object.entries(line.pd)) {
    const disclosure = disclosures.get(digest);
    if (disclosure === undefined) erased.push(name);
    else if (name === '@reason') reason = readDisclosure(disclosure).value as string;
    else row[name] = readDisclosure(disclosure).value;
  }
  return { line, row, changed: changed ?? [], operation: op ?? 'update', reason, erased };
}
