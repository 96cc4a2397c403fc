import type { Tx } from '#platform';
import type { RecordTypes } from '../record-type/record-types.js';
import type { SignatureView } from '../signature/signature.dto.js';
import { Signature } from '../signature/signature.entity.js';
import type { SignatureService } from '../signature/signature.service.js';
import { escape, tableHtml } from './pack-html.js';
import type { PackedKind } from './pack-selection.js';

const batch = 500;

/** The signatures on the records of a pack: by record, and as a kind of their own when there are any. */
export interface PackedSignatures {
  kinds: PackedKind[];
  byRecord: Map<string, SignatureView[]>;
}

export async function findSignatures(
  tx: Tx,
  types: RecordTypes,
  signatures: SignatureService,
  kinds: readonly PackedKind[],
): Promise<PackedSignatures> {
  const byRecord = new Map<string, SignatureView[]>();
  const ids: string[] = [];
  for (const type of types.all()) {
    const signed = kinds.find(({ name }) => name === type.name)?.ids ?? [];
    for (let start = 0; start < signed.length; start += batch)
      for (const signature of await signatures.on(tx, type, signed.slice(start, start + batch))) {
        ids.push(signature.id);
        byRecord.set(signature.recordId, [...(byRecord.get(signature.recordId) ?? []), signature]);
      }
  }
  const kind: PackedKind = {
    name: 'signature',
    title: 'Signature',
    titles: 'Signatures',
    entity: Signature,
    metadata: tx.manager.connection.getMetadata(Signature),
    day: null,
    clauses: null,
    inJsonOnly: ['parts'],
    label: (record) => {
      const { printedName, recordLabel } = record as Signature;
      return `${printedName}: ${recordLabel}`;
    },
    ids: ids.toSorted(),
  };
  return { kinds: ids.length > 0 ? [kind] : [], byRecord };
}

/** Who signed what, when, and whether it still stands as it was signed. */
export function signaturesHtml(signatures: readonly SignatureView[]): string {
  if (signatures.length === 0) return '';
  const rows = signatures.map((signature) => [
    escape(signature.printedName),
    escape(signature.sentence),
    signature.method,
    `<time>${signature.createdAt}</time>`,
    String(signature.recordVersion),
    escape(sinceText(signature)),
    `<code>${signature.digest.slice(0, 16)}</code>`,
  ]);
  return [
    ...tableHtml(
      'Signatures',
      ['Name', 'Meaning', 'Proved by', 'When', 'Version', 'Changed since signed', 'Digest'],
      rows,
    ),
  ].join('');
}

function sinceText({ recordId, intact, changes }: SignatureView): string {
  const words = changes.map((change) => {
    const fields = change.added ? 'added' : change.fields.join(', ');
    return change.recordId === recordId ? fields : `${change.recordType} ${fields}`;
  });
  return [...(intact ? [] : ['the line that was signed is not the same any more']), ...words].join('; ') || 'no';
}
