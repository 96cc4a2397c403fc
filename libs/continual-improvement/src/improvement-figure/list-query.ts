import { Text } from '#platform';
import { ApiProperty } from '@nestjs/swagger';

/** A list and the parameters with which it shows exactly the records behind a number. */
export class ListQuery {
  @Text({ max: 100, example: '/nonconformities', description: 'The list, under /api/v1' }) path: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Add count=true for the total; it equals the number',
    example: { open: 'true', counted: 'true' },
  })
  parameters: Record<string, string>;
}

/** The query with the parameters that are set. */
export const listQuery = (path: string, ...parameters: object[]): ListQuery => ({
  path,
  parameters: Object.fromEntries(
    Object.entries(Object.assign({}, ...parameters) as Record<string, unknown>)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  ),
});
