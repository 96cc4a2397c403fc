import { invalid } from '#platform';
import { isKnownClause } from './standard.js';

/** 422 for a clause that is in no edition of a standard. */
export function requireKnownClauses(clauses: readonly string[] | undefined): void {
  const unknown = (clauses ?? []).flatMap((clause, index) =>
    isKnownClause(clause)
      ? []
      : [
          {
            code: 'unknown-clause',
            field: `/clauses/${index}`,
            message: 'There is no such clause; write it like “ISO 9001:2026 / 8.7”.',
          },
        ],
  );
  if (unknown.length > 0) throw invalid(...unknown);
}
