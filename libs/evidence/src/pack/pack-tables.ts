import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { shown, type Tx } from '#platform';
import { csvLine } from './csv.js';
import type { PackedAttachment } from './pack-attachments.js';
import { rowsOf } from './pack-records.js';
import type { Omission, PackedKind } from './pack-selection.js';

const columnsOf = ({ metadata }: PackedKind): ColumnMetadata[] =>
  metadata.columns.filter(({ propertyName }) => propertyName !== 'orgId');

/** All records of a kind as a table. */
export async function* tableOf(tx: Tx, kind: PackedKind): AsyncGenerator<string> {
  const fields = columnsOf(kind).map(({ propertyName }) => propertyName);
  yield csvLine(fields);
  for await (const rows of rowsOf(tx, kind))
    for (const row of rows) {
      const values = shown(row) as unknown as Record<string, unknown>;
      yield csvLine(fields.map((field) => values[field]));
    }
}

/** What the columns of the table mean, in the form of Table Schema (Frictionless Data). */
export function schemaOf(kind: PackedKind): string {
  const fields = columnsOf(kind).map((column) => ({ name: column.propertyName, ...typeOf(column) }));
  return `${JSON.stringify({ title: kind.titles, fields, primaryKey: ['id'], missingValues: [''] }, null, 1)}\n`;
}

function typeOf(column: ColumnMetadata): { type: string; format?: string } {
  if (column.isArray) return { type: 'array' };
  switch (column.type) {
    case 'uuid':
      return { type: 'string', format: 'uuid' };
    case 'integer':
      return { type: 'integer' };
    case 'numeric':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'date' };
    case 'timestamptz':
      return { type: 'datetime' };
    case 'jsonb':
      return { type: 'any', format: 'json' };
    default:
      return { type: 'string' };
  }
}

const attachmentFields = [
  'path',
  'sha256',
  'bytes',
  'mediaType',
  'originalName',
  'id',
  'recordType',
  'recordId',
  'fileId',
  'receivedAt',
  'capturedAt',
  'effectiveFrom',
  'effectiveTo',
  'note',
  'voidedOn',
  'voidReason',
] as const satisfies readonly (keyof PackedAttachment)[];

/** Which file belongs to which record, under which name. Without a path, the content is not in the pack. */
export function* attachmentTable(attachments: Iterable<PackedAttachment[]>): Generator<string> {
  yield csvLine([...attachmentFields]);
  for (const list of attachments)
    for (const attachment of list) yield csvLine(attachmentFields.map((field) => attachment[field]));
}

const reasons: Readonly<Record<Omission['reason'], string>> = {
  'not-permitted': 'Belongs to a discipline or a kind of records that whoever asked for the pack may not read',
  'attachment-void': 'Was declared void; its content is not disclosed',
  'attachment-damaged': 'The stored content is not what was received',
  'attachment-missing': 'The stored content is missing',
  'attachment-erased': 'The content was erased; data/log/redactions.csv and the lines of kind redaction tell when',
};

/** What is in scope and not in the pack. */
export function* omissionTable(omissions: readonly Omission[]): Generator<string> {
  yield csvLine(['type', 'id', 'reason', 'message']);
  for (const { type, id, reason } of omissions) yield csvLine([type, id, reason, reasons[reason]]);
}
