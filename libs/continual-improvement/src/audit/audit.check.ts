import { type Discipline, invalid, type Tx } from '#platform';
import { requireKnownClauses, requireKnownEditions } from '../standard/clause-check.js';
import { disciplineOfStandard, standardOf } from '../standard/standard.js';

/** 422 when the end lies before the beginning. */
export function requireDates(from: string, to: string): void {
  if (to < from) throw invalid({ code: 'not-later', field: '/plannedTo', message: 'It ends before it begins.' });
}

/** 422 for editions and clauses that do not exist, or that belong to a discipline which is not audited. */
export function requireCriteria(
  disciplines: readonly Discipline[],
  editions: readonly string[] = [],
  clauses: readonly string[] = [],
): void {
  requireKnownEditions(editions);
  requireKnownClauses(clauses);
  const foreign = Object.entries({ editions, clauses }).flatMap(([field, cited]) =>
    cited.flatMap((one, index) =>
      disciplines.includes(disciplineOfStandard(standardOf(one)))
        ? []
        : [
            {
              code: 'other-discipline',
              field: `/${field}/${index}`,
              message: `The audit is not about the discipline of ${standardOf(one)}.`,
            },
          ],
    ),
  );
  if (foreign.length > 0) throw invalid(...foreign);
}

/** 422 for processes that are not there for the caller. */
export async function requireKnownProcesses(tx: Tx, ids: readonly string[] | undefined): Promise<void> {
  if (!ids || ids.length === 0) return;
  const rows = await tx.sql<{ id: string }>('SELECT id FROM process WHERE org_id = $1 AND id = ANY ($2)', [
    tx.actor.orgId,
    ids,
  ]);
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.flatMap((id, index) =>
    known.has(id.toLowerCase())
      ? []
      : [{ code: 'unknown-reference', field: `/processIds/${index}`, message: 'There is no such record.' }],
  );
  if (unknown.length > 0) throw invalid(...unknown);
}
