import type { Tx } from '#platform';
import { csvLine } from './csv.js';

/** People, sites and API keys, which records name by id; only those that are named get into the pack. */
export class PackNames {
  private readonly used = new Set<string>();

  private constructor(private readonly known: ReadonlyMap<string, { kind: string; name: string }>) {}

  static async read(tx: Tx): Promise<PackNames> {
    const rows = await tx.sql<{ id: string; kind: string; name: string }>(
      `SELECT id, 'person' AS kind, name FROM person WHERE org_id = $1 UNION ALL SELECT id, 'site', code || ' ' || name FROM site WHERE org_id = $1
       UNION ALL SELECT id, 'apiKey', name FROM api_key WHERE org_id = $1`,
      [tx.actor.orgId],
    );
    return new PackNames(new Map(rows.map(({ id, ...name }) => [id, name])));
  }

  /** The name behind an id, if it is one of these. */
  of(id: unknown): string | undefined {
    return typeof id === 'string' ? this.known.get(id)?.name : undefined;
  }

  /** The name behind `p:<id>` or `k:<id>`; a part of the system (`s:…`) has no other name. */
  ofActor(actor: string): string {
    const id = actor.slice(2);
    if (this.known.has(id)) this.used.add(id);
    return this.of(id) ?? actor;
  }

  /** Remembers which ids a record names. */
  note(record: Record<string, unknown>): Record<string, unknown> {
    for (const value of Object.values(record))
      for (const id of Array.isArray(value) ? (value as unknown[]) : [value])
        if (typeof id === 'string' && this.known.has(id)) this.used.add(id);
    return record;
  }

  /** A table of those that were named, sorted by id. */
  *csv(): Generator<string> {
    yield csvLine(['id', 'kind', 'name']);
    for (const id of [...this.used].sort()) {
      const { kind, name } = this.known.get(id)!;
      yield csvLine([id, kind, name]);
    }
  }
}
