import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Plugin } from 'vite';

/** Parts that are loaded when they are needed, but must be there without a network. */
const needed = new RegExp(
  [
    String.raw`[/\\]language[/\\](en|de)\.ts(\?|$)`,
    String.raw`[/\\]routes[/\\]_app\.tsx(\?|$)`,
    String.raw`[/\\]routes[/\\]_app[/\\][^?]*checklist\.tsx(\?|$)`,
    String.raw`[/\\]features[/\\](audit|audit-checklist|finding)[/\\][^/\\]*\.json$`,
  ].join('|'),
);
/** Scripts of letters that no language of the product uses come when they are met. */
const unneeded = /-(cyrillic|greek|vietnamese)(-ext)?-/;
/** From the folder `public`, which the bundle does not know. */
const still = ['/icon.svg', '/icon-192.png', '/manifest.webmanifest'];

interface Chunk {
  type: 'chunk';
  fileName: string;
  code: string;
  isEntry: boolean;
  facadeModuleId: string | null;
  imports: string[];
  viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> };
}

/** Builds the service worker and tells it which files open the shell and the checklist. */
export function offline(): Plugin {
  const file = 'service-worker.js';
  return {
    name: 'continua-offline',
    apply: 'build',
    buildStart() {
      this.emitFile({
        type: 'chunk',
        id: path.join(import.meta.dirname, 'src/offline/service-worker.ts'),
        fileName: file,
      });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[file];
        if (worker?.type !== 'chunk') throw new Error('The service worker was not built');
        if (worker.imports.length > 0) throw new Error('The service worker must be one file');
        const chunks = new Map<string, Chunk>();
        for (const one of Object.values(bundle))
          if (one.type === 'chunk' && one !== worker) chunks.set(one.fileName, one);
        const files = new Set<string>();
        const add = (name: string) => {
          const chunk = chunks.get(name);
          if (!chunk || files.has(name)) return;
          files.add(name);
          for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
          for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset);
          chunk.imports.forEach(add);
        };
        for (const chunk of chunks.values())
          if (chunk.isEntry || (chunk.facadeModuleId && needed.test(chunk.facadeModuleId))) add(chunk.fileName);
        for (const name of Object.keys(bundle)) if (name.endsWith('.woff2')) files.add(name);
        const list = [
          '/index.html',
          ...still,
          ...[...files].filter((name) => !unneeded.test(name)).map((name) => `/${name}`),
        ];
        const html = bundle['index.html'];
        const version = createHash('sha256')
          .update(JSON.stringify(list))
          .update(html?.type === 'asset' ? html.source : '')
          .digest('hex')
          .slice(0, 16);
        worker.code = worker.code.replaceAll('__SHELL__', JSON.stringify({ version, files: list }));
      },
    },
  };
}
