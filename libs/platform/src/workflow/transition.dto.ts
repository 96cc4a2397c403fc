import { Code, Text } from '../http/fields.js';

/** Moves a record on; which actions there are, and what stands against each, is told with the record. */
export class PerformTransition {
  @Code({ max: 40, pattern: /^[a-zA-Z]+$/, example: 'submit' }) action: string;
  @Text({
    max: 2000,
    optional: true,
    description: 'Why; some actions demand it',
    example: 'As agreed in the weekly meeting',
  })
  reason?: string;
}
