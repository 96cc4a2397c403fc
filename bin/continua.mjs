#!/usr/bin/env node
// The command line: what it does is in apps/api/src/cli, compiled by `npm run build`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiled = new URL('../dist/apps/api/src/cli/main.js', import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Continua needs Node.js 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}
if (!existsSync(fileURLToPath(compiled))) {
  console.error('Continua is not built yet: run `npm run build` first.');
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(compiled.href);
