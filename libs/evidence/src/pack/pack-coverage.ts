import type { Tx } from '#platform';
import type { RecordType } from '../record-type/record-types.js';
import type { PackScope } from './evidence-pack.entity.js';
import { typesInScope } from './pack-selection.js';

/** What a pack claims to be complete in: all that a verifier must know to find an omission. */
export interface PackCoverage {
  format: 1;
  organisation: string;
  origin: string;
  asOf: string;
  /** As it was asked for; what is left out does not restrict. */
  scope: PackScope;
  /** Kinds of records that the scope asks for, each with the tables whose rows follow it into a pack. */
  kinds: { name: string; parts: string[] }[];
  /** Sites that whoever asked may see; null for all. Of other sites neither records nor their number are told. */
  siteIds: string[] | null;
}

/** Rows of these kinds follow any record into a pack. */
const attached = ['attachment', 'signature'];

export const coverageOf = (
  tx: Tx,
  types: readonly RecordType[],
  scope: PackScope,
  { organisation, origin, asOf }: Pick<PackCoverage, 'organisation' | 'origin' | 'asOf'>,
): PackCoverage => ({
  format: 1,
  organisation,
  origin,
  asOf,
  scope,
  kinds: typesInScope(types, scope).map((type) => ({ name: type.name, parts: partsOf(tx, type) })),
  siteIds: tx.actor.visibleSites === '*' ? null : tx.actor.visibleSites.split(',').toSorted(),
});

/** The kinds whose rows are in the pack, or named where they are not. */
export const coveredKinds = ({ kinds }: PackCoverage): Set<string> =>
  new Set([...kinds.flatMap(({ name, parts }) => [name, ...parts]), ...attached, 'file']);

/** The kinds that stand at a site or belong to the whole organisation. A file does neither: it is shown with its attachment. */
export const packableKinds = (types: readonly RecordType[], tx: Tx): string[] => [
  ...typesInScope(types, {}).flatMap((type) => [type.name, ...partsOf(tx, type)]),
  ...attached,
  'redaction',
];

const partsOf = (tx: Tx, { parts = [] }: RecordType): string[] =>
  parts.map(({ entity }) => tx.manager.connection.getMetadata(entity).tableName);
