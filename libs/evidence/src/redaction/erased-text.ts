import type { EntityMetadata } from 'typeorm';
import type { Tx } from '#platform';
import type { Image } from '../history/line.js';
import type { LegalGround } from './redaction.entity.js';

/** What stands where a text was, in any language: the erasure by its number. The database writes the same. */
export const erasedText = (reference: string): string => `[erased ${reference}]`;

/** Whether a text, alone or as the only one of a list, says that another was erased. */
export const isErasedText = (value: unknown): boolean =>
  typeof value === 'string'
    ? /^(\["?)?\[erased RED-\d{4}-\d{4,}\]("?\])?$/.test(value)
    : Array.isArray(value) && (value.length === 0 || (value.length === 1 && isErasedText(value[0])));

/** The erasure that explains why a digest stands for nothing any more. */
export interface ErasureOf {
  redactionId: string;
  reference: string;
  erasedAt: string;
  legalGround: LegalGround;
}

/** The erasures that took these digests' texts away, by digest. */
export async function findErasures(tx: Tx, digests: readonly string[]): Promise<Map<string, ErasureOf>> {
  if (digests.length === 0) return new Map();
  const rows = await tx.sql<{ digest: string; id: string; reference: string; at: Date; ground: LegalGround }>(
    `SELECT g.digest, r.id, r.reference, r.decided_at AS at, r.legal_ground AS ground FROM redaction r
     CROSS JOIN LATERAL unnest(r.digests) AS g (digest)
     WHERE r.org_id = $1 AND r.state = 'approved' AND r.digests && $2::varchar[] AND g.digest = ANY ($2::varchar[])`,
    [tx.actor.orgId, digests],
  );
  return new Map(
    rows.map(({ digest, id, reference, at, ground }) => [
      digest,
      { redactionId: id, reference, erasedAt: at.toISOString(), legalGround: ground },
    ]),
  );
}

/** Puts into the past rows, where a text was erased, the words that say so; answers the erasures by digest. */
export async function tellErased(
  tx: Tx,
  { columns }: EntityMetadata,
  images: readonly Image[],
): Promise<Map<string, ErasureOf>> {
  const digests = new Set(images.flatMap(({ line, erased }) => erased.map((column) => line.pd[column]!)));
  const erasures = await findErasures(tx, [...digests]);
  for (const { line, erased, row } of images)
    for (const { databaseName, type, isArray, isNullable } of columns) {
      const erasure = erased.includes(databaseName) && erasures.get(line.pd[databaseName]!);
      if (!erasure) continue;
      const words = erasedText(erasure.reference);
      row[databaseName] = type === 'jsonb' ? (isNullable ? null : []) : isArray ? [words] : words;
    }
  return erasures;
}
