import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemDetails } from './problem.js';

type Schema = Record<string, unknown>;
interface Operation {
  operationId: string;
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    schema?: Schema;
    description?: string;
    example?: unknown;
  }[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  responses: Record<
    string,
    { description: string; headers?: Schema; content?: Record<string, { schema: Schema; example?: unknown }> }
  >;
  security?: Schema[];
}

const problems: Record<string, string> = {
  '400': 'The request cannot be read',
  '401': 'Nobody is signed in, or the key is not valid',
  '403': 'The caller may not do this; the reasons say why',
  '404': 'There is no such record for this caller',
  '409': 'The record is in another state, exists already, or the request is still running',
  '412': 'The record was changed since the caller read it',
  '413': 'The request is too large',
  '415': 'The media type is not supported',
  '422': 'The request is understood but wrong; the reasons name the fields',
  '428': 'If-Match is missing',
  '429': 'Too many requests',
  '503': 'The service is not available right now',
};

/** The contract, OpenAPI 3.1: what the decorators say, and what holds for every operation, said once here. */
export function openApi(app: INestApplication, publicUrl: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Continua')
    .setDescription(
      'Records of quality (ISO 9001) and environmental (ISO 14001) management systems. Lists are pages by cursor; records carry an ETag; ' +
        'a POST with an Idempotency-Key has one effect however often it is sent; errors are application/problem+json with reasons.',
    )
    .setVersion('1')
    .setLicense('Proprietary', `${publicUrl}/api/v1/docs`)
    .addServer(publicUrl)
    .addCookieAuth('continua', { type: 'apiKey', in: 'cookie', name: 'continua' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: ck_…' }, 'apiKey');
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').replace(/^./, (letter) => letter.toLowerCase())}.${method}`,
    extraModels: [ProblemDetails],
  });
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, value] of Object.entries(methods as Record<string, Operation>))
      complete(path, method, value, schemas);
  return document;
}

function complete(path: string, method: string, operation: Operation, schemas: Record<string, Schema>): void {
  const open = /^(session\.(signIn|setUp|acceptInvitation)|health\.)/.test(operation.operationId);
  const changes = method !== 'get';
  operation.security = open ? [] : [{ session: [] }, { apiKey: [] }];
  const parameters = (operation.parameters ??= []);
  // Ids are read by a decorator of our own, which the generator does not know.
  for (const [, name] of path.matchAll(/\{(\w+)\}/g))
    if (!parameters.some((parameter) => parameter.in === 'path' && parameter.name === name))
      parameters.unshift({
        name: name!,
        in: 'path',
        required: true,
        description: 'The id of the record',
        schema: { type: 'string', format: 'uuid' },
      });
  if (method === 'post' && !open)
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Repeat a request with the same key and body and get the same answer, with one effect',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      example: 'b3f1c1e0-7a55-4f0e-9f86-0d4c5f6f7a10',
    });
  const ifMatch = parameters.some((parameter) => parameter.name === 'If-Match');
  const statuses = [
    ...(changes
      ? ['400', '413', '415', '422']
      : parameters.some((parameter) => parameter.in === 'query')
        ? ['422']
        : []),
    ...(open ? (changes ? ['401', '403'] : []) : ['401', '403']),
    ...(parameters.some((parameter) => parameter.in === 'path') ? ['404'] : []),
    ...(changes ? ['409'] : []),
    ...(ifMatch ? ['412', '428'] : []),
    '429',
    '503',
  ];
  for (const status of statuses)
    operation.responses[status] ??= {
      description: problems[status]!,
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/ProblemDetails' },
          example: problemExample(status),
        },
      },
    };
  for (const [status, response] of Object.entries(operation.responses)) {
    const content = response.content?.['application/json'];
    if (!content || !status.startsWith('2')) continue;
    content.example ??= exampleOf(content.schema, schemas);
    const shown = content.example as Record<string, unknown> | undefined;
    if (shown && typeof shown['version'] === 'number')
      response.headers = {
        ETag: { description: 'The version, for If-Match', schema: { type: 'string', examples: ['"1"'] } },
      };
  }
  const body = operation.requestBody?.content['application/json'];
  if (body) body.example ??= exampleOf(body.schema, schemas);
}

const problemExample = (status: string) => ({
  type: '/problems/example',
  title: problems[status],
  status: Number(status),
  instance: '/requests/0199b8a1-0000-7000-8000-000000000001',
  reasons: [{ code: 'example', message: `${problems[status]}.` }],
});

/** An example of a schema, from the examples of its fields and, where they have none, from their types. */
export function exampleOf(schema: Schema, schemas: Record<string, Schema>, depth = 0): unknown {
  if (depth > 24) return {};
  const reference = schema['$ref'] as string | undefined;
  if (reference) return exampleOf(schemas[reference.split('/').at(-1)!] ?? {}, schemas, depth + 1);
  if ('example' in schema) return schema['example'];
  const parts = (schema['allOf'] ?? schema['oneOf'] ?? schema['anyOf']) as Schema[] | undefined;
  if (parts?.[0]) return exampleOf(parts[0], schemas, depth + 1);
  const values = schema['enum'] as unknown[] | undefined;
  if (values) return values[0];
  const type = [schema['type']].flat()[0];
  if (type === 'array') return [exampleOf((schema['items'] ?? {}) as Schema, schemas, depth + 1)];
  if (type === 'integer' || type === 'number') return Math.max(1, Number(schema['minimum'] ?? 1));
  if (type === 'boolean') return true;
  if (type === 'object' || schema['properties'])
    return Object.fromEntries(
      Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(([name, value]) => [
        name,
        exampleOf(value, schemas, depth + 1),
      ]),
    );
  if (schema['format'] === 'uuid') return '0199b8a1-0000-7000-8000-000000000001';
  if (schema['format'] === 'date') return '2026-03-02';
  if (schema['format'] === 'date-time') return '2026-03-02T10:11:12.000Z';
  return 'x'.repeat(Number(schema['minLength'] ?? 0) > 4 ? Number(schema['minLength']) : 0) || 'text';
}
