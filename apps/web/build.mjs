/**
 * Builds the web app into dist/web unless nothing that it is made of has changed since the last build: routes, bundle, type check
 * against the contract of the API, compressed copies of what travels.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const target = path.join(root, 'dist/web');
const stamp = path.join(root, 'dist/web.stamp');
/** Written by this build itself. */
const generated = 'apps/web/src/routeTree.gen.ts';

async function digestOfSources() {
  const names = ['package-lock.json', 'tsconfig.json'];
  for (const folder of ['apps/web', 'libs/drawing/src', 'libs/environment/src/significance-method'])
    for (const entry of await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) names.push(path.relative(root, path.join(entry.parentPath, entry.name)));
  const hash = createHash('sha256');
  for (const name of names.filter((name) => name !== generated).sort())
    hash.update(`${name}\0`).update(await readFile(path.join(root, name)));
  return hash.digest('hex');
}

async function compress() {
  const small = [];
  for (const entry of await readdir(target, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && /\.(js|css|html|svg|json|webmanifest)$/.test(entry.name))
      small.push(path.join(entry.parentPath, entry.name));
  await Promise.all(
    small.map(async (name) => {
      const bytes = await readFile(name);
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
      await writeFile(`${name}.br`, await promisify(brotliCompress)(bytes, quality));
      await writeFile(`${name}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    }),
  );
}

const digest = await digestOfSources();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest && existsSync(path.join(target, 'index.html')))
  process.exit(0);
process.stdout.write('Building the web app…\n');
await build({ configFile: path.join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' });
try {
  execFileSync(
    process.execPath,
    [path.join(root, 'node_modules/typescript-native/bin/tsc'), '-p', import.meta.dirname],
    {
      stdio: 'inherit',
    },
  );
} catch {
  process.exit(1);
}
await compress();
writeFileSync(stamp, digest);
