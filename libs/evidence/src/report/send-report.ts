import { applyDecorators, StreamableFile } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { Operation } from '#platform';

/** A route that answers with a PDF. */
export const ReportOperation = (summary: string) =>
  applyDecorators(
    Operation(summary, null, {
      description:
        'PDF/A-3b with page numbers, lines to sign, the digest of the record, and the record as embedded data.',
    }),
    ApiProduces('application/pdf'),
  );

/** The PDF for the browser to show or to save under the number of the record. */
export const sendReport = (pdf: Uint8Array, reference: string): StreamableFile =>
  new StreamableFile(pdf, {
    type: 'application/pdf',
    length: pdf.byteLength,
    disposition: `inline; filename="${reference.replace(/[^\w.-]/g, '_')}.pdf"`,
  });
