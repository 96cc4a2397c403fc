import { In } from 'typeorm';
import { type RecordEntity, shown, type Tx } from '#platform';
import { fieldsOf, type HistoryService } from '../history/history.service.js';
import type { Image } from '../history/line.js';
import type { SignatureView } from '../signature/signature.dto.js';
import type { PackedAttachment } from './pack-attachments.js';
import type { PackLog } from './pack-log.js';
import type { PackNames } from './pack-names.js';
import type { PackedKind } from './pack-selection.js';

/** One version of a record: who, when, why, and the record as it stood after. */
export interface PackedVersion {
  version: number;
  at: string;
  actor: string;
  actorName: string;
  via: string;
  act: string;
  reason: string | null;
  /** Fields that this version changed. */
  changed: string[];
  /** Fields whose text was erased since. */
  erased: string[];
  /** Index of its line in log/entries.ndjson, from 0. */
  line: number;
  record: Record<string, unknown>;
}

/** A record as it is now, with what the pack says about it in a line of a list. */
export interface ListedRecord {
  type: string;
  id: string;
  title: string;
  /** Whether it was changed after its state last changed, for instance after closure. */
  changedSinceState: boolean;
  record: Record<string, unknown>;
  attachments: PackedAttachment[];
  signatures: SignatureView[];
}

/** A record with its versions; the source of its JSON and of its HTML. */
export interface PackedRecord extends ListedRecord {
  versions: PackedVersion[];
}

/** What all records of a pack have in common. */
export interface PackContext {
  tx: Tx;
  history: HistoryService;
  log: PackLog;
  names: PackNames;
  attachments: ReadonlyMap<string, PackedAttachment[]>;
  signatures: ReadonlyMap<string, SignatureView[]>;
}

const few = 50;
const many = 500;

/** The records of a kind as they are now, in the order in which they were made. */
export async function* rowsOf(tx: Tx, kind: PackedKind, size = many): AsyncGenerator<RecordEntity[]> {
  for (let start = 0; start < kind.ids.length; start += size) {
    const ids = kind.ids.slice(start, start + size);
    const rows = await tx.manager.find(kind.entity, { where: { orgId: tx.actor.orgId, id: In(ids) } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    yield ids.map((id) => byId.get(id)!);
  }
}

/** The records of a kind without their versions. */
export async function* listOf(context: PackContext, kind: PackedKind): AsyncGenerator<ListedRecord> {
  for await (const rows of rowsOf(context.tx, kind)) for (const row of rows) yield listed(context, kind, row);
}

/** The records of a kind with their versions, few at a time because versions are many. */
export async function* recordsOf(context: PackContext, kind: PackedKind): AsyncGenerator<PackedRecord> {
  const { tx, history, log, names } = context;
  for await (const rows of rowsOf(tx, kind, few)) {
    const images = new Map<string, Image[]>(rows.map(({ id }) => [id, []]));
    for (const image of await history.versions(tx, kind.entity, [...images.keys()]))
      images.get(image.line.rid)!.push(image);
    for (const row of rows) {
      const { lines } = log.of(row.id);
      const versions = images.get(row.id)!.map((image, index) => versionOf(kind, image, lines[index]!, names));
      yield { ...listed(context, kind, row), versions };
    }
  }
}

function listed(
  { log, names, attachments, signatures }: PackContext,
  kind: PackedKind,
  row: RecordEntity,
): ListedRecord {
  const { stateVersion } = log.of(row.id);
  return {
    type: kind.name,
    id: row.id,
    title: kind.label(row),
    changedSinceState: stateVersion > 0 && stateVersion < row.version,
    record: names.note({ ...shown(row) }),
    attachments: attachments.get(row.id) ?? [],
    signatures: signatures.get(row.id) ?? [],
  };
}

function versionOf({ metadata }: PackedKind, image: Image, line: number, names: PackNames): PackedVersion {
  const { orgId: _, ...record } = fieldsOf(metadata, image.row);
  const property = new Map(metadata.columns.map((column) => [column.databaseName, column.propertyName]));
  const properties = (columns: string[]) => columns.map((column) => property.get(column) ?? column);
  const { ver, at, actor, via, act } = image.line;
  return {
    version: ver,
    at,
    actor,
    actorName: names.ofActor(actor),
    via,
    act,
    reason: image.reason,
    changed: properties(image.changed.filter((column) => column !== 'org_id')),
    erased: properties(image.erased),
    line,
    record: names.note(record),
  };
}

/** The file of a record: its latest version, and where the earlier ones lie. */
export function recordJson({
  type,
  id,
  title,
  changedSinceState,
  record,
  versions,
  attachments,
  signatures,
}: PackedRecord): string {
  const told = versions.map((one) => {
    const { record: _, ...version } = one;
    return { ...version, file: versionPath(type, id, version.version) };
  });
  return json({ type, id, title, changedSinceState, record, versions: told, attachments, signatures });
}

export const versionJson = ({ type, id }: PackedRecord, version: PackedVersion): string =>
  json({ type, id, ...version });

export const recordPath = (type: string, id: string): string => `records/${type}/${id}.json`;
export const versionPath = (type: string, id: string, version: number): string =>
  `records/${type}/${id}/versions/${version}.json`;

export const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
