import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { describeApi } from './create-api.js';

/** Where the web app finds the types of the API. */
const file = path.resolve(import.meta.dirname, '../../../../apps/web/src/api/contract.d.ts');

/** Writes the types of the contract for the web app, so that a change of one breaks the build of the other. */
const document = await describeApi();
const mark = `// ${createHash('sha256').update(JSON.stringify(document)).digest('hex')}`;
if (!existsSync(file) || !readFileSync(file, 'utf8').startsWith(mark)) {
  const { default: openapiTypescript, astToString } = await import('openapi-typescript');
  const plain = JSON.stringify(document, (key, value: unknown) => (key === 'example' ? undefined : value));
  const types = astToString(await openapiTypescript(JSON.parse(plain) as never));
  writeFileSync(file, `${mark}\n// Generated from the OpenAPI document by the build; never edited.\n${types}`);
}
process.exit(0);
