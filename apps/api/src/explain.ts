import { ConfigurationError, Problem } from '#platform';

/** What went wrong in the words that an administrator needs; a stack only for what nobody expected. */
export function explain(error: unknown): string {
  if (error instanceof ConfigurationError) return `The configuration is wrong:\n${error.message}`;
  if (error instanceof Problem) {
    const reasons = error.reasons.map(({ field, message }) => `  ${field ? `${field.slice(1)}: ` : ''}${message}`);
    return [error.title, ...reasons].join('\n');
  }
  return error instanceof Error && error.constructor === Error
    ? error.message
    : ((error as Error).stack ?? String(error));
}
