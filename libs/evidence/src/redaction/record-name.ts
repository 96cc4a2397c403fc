import type { Tx } from '#platform';
import type { RecordTypes } from '../record-type/record-types.js';
import { ownerOf } from './erasable.js';

/** How a record is named to people; null where the caller may not know it, or it is not there. */
export async function labelOf(
  tx: Tx,
  types: RecordTypes,
  recordType: string,
  recordId: string,
): Promise<string | null> {
  const owner = await ownerOf(tx, types, { recordType, recordId });
  if (!owner) return null;
  const { type, record } = owner;
  return (type.mayName ? type.mayName(tx.actor, record) : type.mayRead(tx.actor, record)) ? type.label(record) : null;
}
