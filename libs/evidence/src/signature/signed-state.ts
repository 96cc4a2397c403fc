import type { EntityMetadata } from 'typeorm';
import type { Class, RecordEntity, Tx } from '#platform';
import type { HistoryService, LineKey, PastLine } from '../history/history.service.js';
import type { Image } from '../history/line.js';
import type { RecordType, SignedRows } from '../record-type/record-types.js';
import type { ChangeSince } from './signature.dto.js';
import { isErasedText } from '../redaction/erased-text.js';
import type { Signature } from './signature.entity.js';

/** What became of what was signed. */
export interface SignedState {
  /** The lines of history that were signed still have the digests that were signed. */
  intact: boolean;
  changes: ChangeSince[];
}

/** Where a record stands is not what was signed about it: it moves on, and its later steps are signed for themselves. */
const notSigned = new Set(['orgId', 'id', 'version', 'createdAt', 'updatedAt', 'state', 'flags']);

/** The rows of which a signature on a record of this kind speaks, besides the record. */
export const signedRows = ({ signedWith, parts }: RecordType): readonly SignedRows[] => signedWith ?? parts ?? [];

/** Looks at what signatures on records of one kind are about, all at once. Answers by the id of the signature. */
export async function stateOf(
  tx: Tx,
  history: HistoryService,
  type: RecordType,
  signatures: readonly Signature[],
): Promise<Map<string, SignedState>> {
  const signed = signatures.map(({ recordId, recordVersion }) => ({ id: recordId, version: recordVersion }));
  const own = await Lines.read(tx, history, type.entity, signed, undefined);
  const states = new Map(
    signatures.map((signature): [string, SignedState] => {
      const { recordType, recordId, recordVersion, fields, digest } = signature;
      const line = own.at(recordId, recordVersion);
      const changed = own.changed(recordId, recordVersion, fields ?? undefined);
      return [
        signature.id,
        {
          intact: line?.digest === digest && line.id === signature.lineId,
          changes: changed.length > 0 ? [{ recordType, recordId, added: false, fields: changed }] : [],
        },
      ];
    }),
  );
  const withRows = signatures.filter(({ fields, parts }) => fields === null || parts.length > 0);
  for (const rows of signedRows(type)) await lookAtParts(tx, history, rows, withRows, states);
  return states;
}

async function lookAtParts(
  tx: Tx,
  history: HistoryService,
  { entity, of, fields }: SignedRows,
  signatures: readonly Signature[],
  states: ReadonlyMap<string, SignedState>,
): Promise<void> {
  if (signatures.length === 0) return;
  const { tableName } = tx.manager.connection.getMetadata(entity);
  const partsOf = (signature: Signature) => signature.parts.filter(({ recordType }) => recordType === tableName);
  const signed = signatures.flatMap((signature) =>
    partsOf(signature).map(({ recordId, version }) => ({ id: recordId, version })),
  );
  const rows = await tx.sql<{ id: string; owner: string }>(
    `SELECT id, ${of} AS owner FROM ${tableName} WHERE org_id = $1 AND ${of} = ANY ($2) ORDER BY id`,
    [tx.actor.orgId, [...new Set(signatures.map(({ recordId }) => recordId))]],
  );
  const lines = await Lines.read(tx, history, entity, signed, fields);
  for (const signature of signatures) {
    const state = states.get(signature.id)!;
    const covered = partsOf(signature);
    for (const { recordId, version, digest } of covered) {
      state.intact &&= lines.at(recordId, version)?.digest === digest;
      const changed = lines.changed(recordId, version);
      if (changed.length > 0) state.changes.push({ recordType: tableName, recordId, added: false, fields: changed });
    }
    const known = new Set(covered.map(({ recordId }) => recordId));
    for (const { id, owner } of rows)
      if (signature.fields === null && owner === signature.recordId && !known.has(id))
        state.changes.push({ recordType: tableName, recordId: id, added: true, fields: [] });
  }
}

/** Lines of history of some rows of a table: those that were signed, and the newest ones. */
class Lines {
  private constructor(
    private readonly metadata: EntityMetadata,
    private readonly lines: ReadonlyMap<string, PastLine>,
    private readonly newest: ReadonlyMap<string, number>,
    private readonly fields: readonly string[] | undefined,
    private readonly erased: ReadonlyMap<string, string>,
  ) {}

  static async read(
    tx: Tx,
    history: HistoryService,
    entity: Class<RecordEntity>,
    signed: readonly LineKey[],
    fields: readonly string[] | undefined,
  ): Promise<Lines> {
    const metadata = tx.manager.connection.getMetadata(entity);
    const rows = await tx.sql<LineKey>(
      `SELECT id, version FROM ${metadata.tableName} WHERE org_id = $1 AND id = ANY ($2)`,
      [tx.actor.orgId, [...new Set(signed.map(({ id }) => id))]],
    );
    const newest = new Map(rows.map(({ id, version }) => [id, version]));
    const wanted = new Map([...signed, ...rows].map((key) => [`${key.id} ${key.version}`, key]));
    const lines = await history.lines(tx, entity, [...wanted.values()]);
    const byVersion = new Map(lines.map((one) => [`${one.line.rid} ${one.line.ver}`, one]));
    const some = [...new Set(lines.filter(({ erased }) => erased.length > 0).map(({ line }) => line.rid))];
    const erased = await lastErased(tx, metadata.tableName, some);
    return new Lines(metadata, byVersion, newest, fields, erased);
  }

  at(id: string, version: number): PastLine | undefined {
    return this.lines.get(`${id} ${version}`);
  }

  /** The fields of the row that have another value now than in that version. */
  changed(id: string, version: number, only = this.fields): string[] {
    const before = this.at(id, version);
    const now = this.at(id, this.newest.get(id) ?? version);
    if (!before || !now || before === now) return [];
    return this.metadata.columns
      .filter(({ propertyName }) => (only ? only.includes(propertyName) : !notSigned.has(propertyName)))
      .filter(({ databaseName }) => differs(before, now, databaseName, this.erased.get(`${id} ${databaseName}`)))
      .map(({ propertyName }) => propertyName);
  }
}

/** The digest of the last text that each column had before it was erased, by row and column. */
async function lastErased(tx: Tx, table: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<{ id: string; name: string; digest: string }>(
    `SELECT DISTINCT ON (e.rec_id, g.name) e.rec_id AS id, g.name, g.digest FROM log.entry e
     CROSS JOIN LATERAL jsonb_each_text(e.body::jsonb -> 'pd') AS g (name, digest)
     WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = ANY ($3)
       AND NOT EXISTS (SELECT FROM log.disclosure d WHERE d.org_id = e.org_id AND d.digest = g.digest)
     ORDER BY e.rec_id, g.name, e.rec_ver DESC`,
    [tx.actor.orgId, table, ids],
  );
  return new Map(rows.map(({ id, name, digest }) => [`${id} ${name}`, digest]));
}

/** Of a text that was erased, the digest still tells whether it was changed before; that it was erased is no change. */
function differs(before: Image, now: Image, column: string, erased: string | undefined): boolean {
  if (before.erased.includes(column) && isErasedText(now.row[column] ?? [])) return before.line.pd[column] !== erased;
  return before.erased.includes(column) || now.erased.includes(column)
    ? before.line.pd[column] !== now.line.pd[column]
    : JSON.stringify(before.row[column] ?? null) !== JSON.stringify(now.row[column] ?? null);
}
