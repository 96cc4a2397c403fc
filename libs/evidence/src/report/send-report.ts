import { applyDecorators, Header, StreamableFile } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { AfterCommit, Operation } from '#platform';
import type { Report } from './report.js';
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

/** The PDF for the browser to show or to save under this name; it is set when the transaction has ended. */
export const sendReport = (typesetter: Typesetter, report: Report, name: string): AfterCommit =>
  new AfterCommit(async () => {
    const pdf = await typesetter.pdf(report);
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      length: pdf.byteLength,
      disposition: `inline; filename="${name.replace(/[^\w.-]/g, '_')}.pdf"`,
    });
  });
