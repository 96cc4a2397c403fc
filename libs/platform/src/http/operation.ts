import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';

interface OperationOptions {
  /** 200 for reading and changing, 201 for making, 202 for a job, 204 without a body. */
  status?: 200 | 201 | 202 | 204;
  description?: string;
}

/** What a route does and answers, for the contract. A one-element array stands for a page of a list. */
export function Operation(
  summary: string,
  answer: Type | [Type] | null,
  { status = 200, description }: OperationOptions = {},
): MethodDecorator {
  const common = [ApiOperation({ summary, ...(description && { description }) }), HttpCode(status)];
  if (answer === null) return applyDecorators(...common, ApiResponse({ status, description: 'Done' }));
  if (!Array.isArray(answer))
    return applyDecorators(...common, ApiResponse({ status, type: answer, description: summary }));
  const [item] = answer;
  return applyDecorators(
    ...common,
    ApiExtraModels(item),
    ApiResponse({
      status,
      description: summary,
      schema: {
        type: 'object',
        required: ['items', 'nextCursor'],
        properties: {
          items: { type: 'array', items: { $ref: getSchemaPath(item) } },
          nextCursor: { type: 'string', nullable: true, description: 'Pass it as cursor to get the next page' },
          total: { type: 'integer', description: 'With count=true' },
        },
      },
    }),
  );
}
