import { invalid } from '#platform';
import { findEdition, isKnownClause } from './standard.js';

/** 422 for a clause that is in no edition of a standard; `field` is the pointer to the list of clauses. */
export function requireKnownClauses(clauses: readonly string[] | undefined, field = '/clauses'): void {
  const unknown = (clauses ?? []).flatMap((clause, index) =>
    isKnownClause(clause)
      ? []
      : [
          {
            code: 'unknown-clause',
            field: `${field}/${index}`,
            message: 'There is no such clause; write it like “ISO 9001:2026 / 8.7”.',
          },
        ],
  );
  if (unknown.length > 0) throw invalid(...unknown);
}

/** 422 for an edition that does not exist. */
export function requireKnownEditions(editions: readonly string[] | undefined): void {
  const unknown = (editions ?? []).flatMap((edition, index) => {
    const [standard = '', year = ''] = edition.split(':');
    return findEdition(standard, year)
      ? []
      : [
          {
            code: 'unknown-edition',
            field: `/editions/${index}`,
            message: 'There is no such edition; write it like “ISO 9001:2026”.',
          },
        ];
  });
  if (unknown.length > 0) throw invalid(...unknown);
}
