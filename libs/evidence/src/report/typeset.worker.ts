import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import type { SetReport, TypesetJob } from './typesetter.js';

/** Beside the source, not compiled: an administrator may restyle it. */
const folder = path.resolve(import.meta.dirname, '../../../../../libs/evidence/templates');
const template = path.join(folder, 'report.typ');

/** The folders of Inter, in the weights that the template uses; none where it is not installed. */
function fontFolders(): string[] {
  try {
    const inter = path.dirname(fileURLToPath(import.meta.resolve('@expo-google-fonts/inter/package.json')));
    return ['400Regular', '600SemiBold', '700Bold'].map((weight) => path.join(inter, weight)).filter(existsSync);
  } catch {
    return [];
  }
}

const answer = (message: SetReport) => parentPort!.postMessage(message);

const fontPaths = fontFolders();
if (fontPaths.length === 0)
  answer({ warning: 'Inter is not installed: reports are set in the typeface that the typesetter brings.' });

const source = readFileSync(template, 'utf8');
// Packages would be fetched from the internet and run as code.
if (/#?(import|include)\s*"@/.test(source)) throw new Error('The template of the reports must not import packages');
const compiler = NodeCompiler.create({ workspace: folder, ...(fontPaths.length > 0 && { fontArgs: [{ fontPaths }] }) });
compiler.addSource(template, source);

/** One report at a time: the compiler works where the server does not wait for it. */
parentPort!.on('message', ({ report, data, at }: TypesetJob) => {
  try {
    compiler.mapShadow(path.join(folder, 'report.json'), Buffer.from(report));
    compiler.mapShadow(path.join(folder, 'record.json'), Buffer.from(data));
    const compiled = compiler.compile({ mainFilePath: template });
    const document = compiled.result;
    if (!document)
      throw new Error(JSON.stringify(compiler.fetchDiagnostics(compiled.takeDiagnostics()!)).slice(0, 2000));
    const pdf = compiler.pdf(document, {
      pdfStandard: PdfStandard.A_3b,
      creationTimestamp: Math.floor(Date.parse(at) / 1000),
    });
    answer({ pdf });
  } catch (error) {
    answer({ failure: (error as Error).message });
  } finally {
    // What one report used is not kept for the next.
    compiler.evictCache(0);
  }
});
