import { applyDecorators, Header, StreamableFile } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { AfterCommit, Operation, type Tx } from '#platform';
import { checkpointOver } from '../seal/checkpoint-over.js';
import type { Report, ReportLanguage } from './report.js';
import type { Typesetter } from './typesetter.js';

/** A route that answers with a PDF; it is never kept by a browser or a proxy. */
export const ReportOperation = (summary: string) =>
  applyDecorators(
    Operation(summary, null, {
      description:
        'PDF/A-3b with page numbers, lines to sign, the digest of the record, and the record as embedded data (record.json).',
    }),
    Header('cache-control', 'private, no-store'),
    Header('vary', 'accept-language'),
    ApiResponse({
      status: 200,
      description: 'The report',
      content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
      headers: {
        'Content-Disposition': {
          description: 'The name of the file: the number of the record',
          schema: { type: 'string', examples: ['inline; filename="NC-2026-0042.pdf"'] },
        },
      },
    }),
  );

const checkpointLabel: Record<ReportLanguage, string> = {
  en: 'Checkpoint of the log (lines:root)',
  de: 'Prüfpunkt des Protokolls (Zeilen:Wurzel)',
};

/**
 * The PDF for the browser to show or to save under this name; it is set when the transaction has ended. Whoever keeps the
 * paper holds the checkpoint over what it tells.
 */
export async function sendReport(tx: Tx, typesetter: Typesetter, report: Report, name: string): Promise<AfterCommit> {
  const { lines, ...told } = report;
  const [, size, root] = (await checkpointOver(tx, lines))?.split('\n') ?? [];
  const checkpoint = root ? { label: checkpointLabel[report.language], value: `${size}:${root}` } : null;
  return new AfterCommit(async () => {
    const pdf = await typesetter.pdf({ ...told, checkpoint });
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      length: pdf.byteLength,
      disposition: `inline; filename="${name.replace(/[^\w.-]/g, '_')}.pdf"`,
    });
  });
}
