import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { startApi, type TestApi } from './support/api.js';

interface Schema {
  [key: string]: unknown;
}
interface Operation {
  operationId: string;
  summary?: string;
  parameters: { name: string; in: string; schema?: Schema; description?: string }[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema; example?: unknown }> }>;
  security: unknown[];
}

describe('the contract', () => {
  let api: TestApi;
  let text: string;
  let operations: { path: string; method: string; operation: Operation }[];

  beforeAll(async () => {
    api = await startApi();
    const answer = await api.anonymous.get('/openapi.json');
    text = answer.text;
    operations = Object.entries<Record<string, Operation>>(answer.body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  });
  afterAll(() => api.stop());

  it('is OpenAPI 3.1 without a lint finding', async () => {
    expect(JSON.parse(text).openapi).toBe('3.1.0');
    const config = await createConfig({
      extends: ['recommended'],
      rules: { 'no-server-example.com': 'off', 'operation-4xx-response': 'error' },
    });
    const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual(
      [],
    );
  });

  it('describes every operation with a summary, its refusals and an example that fits its schema', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const document = JSON.parse(text);
    ajv.addSchema({ $id: 'api', components: document.components });
    const absolute = (schema: Schema): Schema =>
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components'));
    const wrong: string[] = [];
    for (const { path, method, operation } of operations) {
      const here = `${method} ${path}`;
      if (!operation.summary) wrong.push(`${here}: no summary`);
      if (!operation.responses['503'] || !operation.responses['429'])
        wrong.push(`${here}: general refusals are missing`);
      if (operation.security.length > 0 && !(operation.responses['401'] && operation.responses['403']))
        wrong.push(`${here}: 401 and 403 are missing`);
      if (path.includes('{') && !operation.responses['404']) wrong.push(`${here}: 404 is missing`);
      if (
        operation.parameters.some(({ name }) => name === 'If-Match') !==
        Boolean(operation.responses['412'] && operation.responses['428'])
      )
        wrong.push(`${here}: If-Match without 412 and 428`);
      for (const parameter of operation.parameters)
        if (!parameter.schema) wrong.push(`${here}: ${parameter.name} has no schema`);
      const bodies = [
        ...Object.entries(operation.requestBody?.content ?? {})
          .filter(([type]) => type === 'application/json')
          .map(([, content]) => content),
        ...Object.values(operation.responses).flatMap((response) =>
          Object.values(response.content ?? {}).filter((content) => content.schema && !('format' in content.schema)),
        ),
      ];
      for (const { schema, example } of bodies) {
        if (example === undefined) wrong.push(`${here}: no example`);
        else if (!ajv.validate(absolute(schema), example))
          wrong.push(
            `${here}: the example does not fit: ${ajv.errorsText()} in ${JSON.stringify(example).slice(0, 200)}`,
          );
      }
    }
    expect(wrong).toEqual([]);
    expect(operations.length).toBeGreaterThan(20);
  });

  it('names every route of the server, and each refuses a stranger unless it is meant for one', async () => {
    const open = operations
      .filter(({ operation }) => operation.security.length === 0)
      .map(({ operation }) => operation.operationId);
    expect(open.sort()).toEqual([
      'health.live',
      'health.ready',
      'session.acceptInvitation',
      'session.setUp',
      'session.signIn',
    ]);
    for (const { path, method, operation } of operations) {
      if (operation.security.length === 0) continue;
      const url = `${api.origin}${path.replace('{recordType}', 'site').replaceAll(/\{\w+\}/g, '0199b8a1-0000-7000-8000-000000000001')}`;
      const response = await fetch(url, {
        method: method.toUpperCase(),
        ...(method !== 'get' && method !== 'delete' && { headers: { 'content-type': 'application/json' }, body: '{}' }),
      });
      expect([operation.operationId, response.status, response.headers.get('content-type')]).toEqual([
        operation.operationId,
        401,
        expect.stringContaining('application/problem+json'),
      ]);
    }
  });

  it('refuses requests that another page sends with the session of a visitor', async () => {
    const person = await api.as({ roles: ['quality_manager'] });
    const body = { title: 'Forged', source: 'system', disciplines: ['quality'], detectedOn: '2026-03-02' };
    await person.post('/nonconformities', body, { expect: 403, headers: { 'sec-fetch-site': 'cross-site' } });
    await person.post('/nonconformities', body, { expect: 403, headers: { origin: 'http://evil.example' } });
    await person.post('/nonconformities', body, { headers: { origin: api.origin, 'sec-fetch-site': 'same-origin' } });
  });

  it('lets nobody guess passwords for long', async () => {
    const attempt = () =>
      api.anonymous.send('POST', '/session', { email: 'nobody@example.org', password: 'wrong password' }, {});
    const answers = [];
    for (let n = 0; n < 12; n++) answers.push((await attempt()).status);
    expect(answers.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(answers.slice(10)).toEqual([429, 429]);
  });
});
