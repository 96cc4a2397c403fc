import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import type { SetReport, TypesetJob } from './typesetter.js';
import { lastRound, missingLetters, withNotice, withoutLetters } from './unprintable.js';

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

const answer = (message: SetReport) => process.send!(message);

const fontPaths = fontFolders();
if (fontPaths.length === 0)
  answer({ warning: 'Inter is not installed: reports are set in the typeface that the typesetter brings.' });

const source = readFileSync(template, 'utf8');
// Packages would be fetched from the internet and run as code.
if (/#?(import|include)\s*"@/.test(source)) throw new Error('The template of the reports must not import packages');
const compiler = NodeCompiler.create({ workspace: folder, ...(fontPaths.length > 0 && { fontArgs: [{ fontPaths }] }) });
compiler.addSource(template, source);

/** The PDF of what is mapped now. */
function set(at: string): Uint8Array {
  const compiled = compiler.compile({ mainFilePath: template });
  const document = compiled.result;
  if (!document) throw new Error(JSON.stringify(compiler.fetchDiagnostics(compiled.takeDiagnostics()!)).slice(0, 2000));
  return compiler.pdf(document, {
    pdfStandard: PdfStandard.A_3b,
    creationTimestamp: Math.floor(Date.parse(at) / 1000),
  });
}

/** PDF/A refuses letters without a typeface: they are replaced, and the report says so. */
function setPrintable({ report, at }: TypesetJob): Uint8Array {
  let told = report;
  for (let round = 0; ; round++) {
    compiler.mapShadow(path.join(folder, 'report.json'), Buffer.from(told));
    try {
      return set(at);
    } catch (error) {
      const missing = missingLetters((error as Error).message);
      if (!missing || round === lastRound) throw error;
      told = withoutLetters(round === 0 ? withNotice(told) : told, missing, round);
    }
  }
}

/** One report at a time. */
process.on('message', (job: TypesetJob) => {
  try {
    compiler.mapShadow(path.join(folder, 'record.json'), Buffer.from(job.data));
    answer({ pdf: setPrintable(job) });
  } catch (error) {
    answer({ failure: (error as Error).message.slice(0, 2000) });
  } finally {
    // What one report used is not kept for the next.
    compiler.evictCache(0);
  }
});

// Without the server nobody waits for a report.
process.on('disconnect', () => process.exit());
