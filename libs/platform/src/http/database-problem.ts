import { QueryFailedError } from 'typeorm';
import { conflict, invalid, Problem } from './problem.js';

interface DatabaseError {
  code?: string;
  constraint?: string;
  message: string;
}

/**
 * The constraints of the database say the same as the validation would, so their violations are answers, not faults.
 * Nothing for what is a fault.
 */
export function problemOfDatabase(failure: QueryFailedError): Problem | undefined {
  const { code = '', constraint, message } = failure.driverError as DatabaseError;
  // Where row-level security holds, PostgreSQL does not name the columns, but the constraint does.
  const column = /_org_id_(\w+?)_f?key$/.exec(constraint ?? '')?.[1];
  const field = column ? { field: `/${column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())}` } : {};
  if (code === '23505') return conflict('already-exists', 'There is such a record already.', field.field);
  if (code === '23503') return invalid({ code: 'unknown-reference', message: 'There is no such record.', ...field });
  if (code === '23502' || code === '23514')
    return invalid({ code: 'refused-by-database', message: 'A value is missing or not possible.', ...field });
  if (code.startsWith('22')) return invalid({ code: 'value-not-possible', message: 'A value cannot be stored.' });
  if (code === '42501' && /row-level security/.test(message))
    return new Problem(403, 'forbidden', 'You may not do this', [
      { code: 'other-site', message: 'The record would belong to a site that is not yours.' },
    ]);
  if (code === '40001' || code === '40P01' || code === '55P03')
    return conflict('try-again', 'Somebody changed the same records at the same time; try again.');
  return undefined;
}
