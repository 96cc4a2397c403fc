import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import type { Report } from './report.js';

/** Beside the source, not compiled: an administrator may restyle it. */
const folder = path.resolve(import.meta.dirname, '../../../../../libs/evidence/templates');
const fonts = path.dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json'));

const compiler = NodeCompiler.create({
  workspace: folder,
  fontArgs: [{ fontPaths: ['400Regular', '600SemiBold', '700Bold'].map((weight) => path.join(fonts, weight)) }],
});
compiler.addSource(path.join(folder, 'report.typ'), readFileSync(path.join(folder, 'report.typ'), 'utf8'));

/** One report at a time: the compiler works where the server does not wait for it. */
parentPort!.on('message', ({ id, report }: { id: number; report: Report }) => {
  try {
    compiler.mapShadow(path.join(folder, 'report.json'), Buffer.from(JSON.stringify(report)));
    const compiled = compiler.compile({ mainFilePath: path.join(folder, 'report.typ') });
    const document = compiled.result;
    if (!document)
      throw new Error(JSON.stringify(compiler.fetchDiagnostics(compiled.takeDiagnostics()!)).slice(0, 2000));
    const pdf = compiler.pdf(document, {
      pdfStandard: PdfStandard.A_3b,
      creationTimestamp: Math.floor(Date.parse(report.at) / 1000),
    });
    // What one report used is not kept for the next.
    compiler.evictCache(2);
    parentPort!.postMessage({ id, pdf });
  } catch (error) {
    parentPort!.postMessage({ id, failure: (error as Error).message });
  }
});
