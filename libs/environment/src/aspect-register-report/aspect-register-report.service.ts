import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  dayFor,
  HistoryService,
  instantFor,
  listed,
  numberFor,
  type Report,
  type ReportLanguage,
  spoken,
} from '#evidence';
import { Organisation, type Tx } from '#platform';
import type { AspectQuery } from '../aspect/aspect.dto.js';
import { AspectService } from '../aspect/aspect.service.js';
import { aspectRegisterTexts } from './aspect-register-report.texts.js';
import { filterWords } from './register-filter.js';
import { cellsOf, lineOf, registerRows, toldLines } from './register-row.js';

const shares = [0, 2.2, 2.4, 2, 0, 0, 3.4, 3, 1.7];

/** The register on paper, by the same filters as the list. */
@Injectable()
export class AspectRegisterReportService {
  constructor(
    private readonly aspects: AspectService,
    private readonly history: HistoryService,
  ) {}

  async of(tx: Tx, query: Omit<AspectQuery, 'cursor' | 'limit' | 'count'>, language: ReportLanguage): Promise<Report> {
    const t = aspectRegisterTexts[language];
    const filters = await filterWords(tx, query, t);
    const rows = await registerRows(tx, this.aspects, this.history, query);
    const organisation = await tx.get(Organisation, tx.actor.orgId);
    const lines = rows.map(lineOf);
    const digest = createHash('sha256').update(lines.join('')).digest('hex');
    const at = rows
      .flatMap(({ updatedAt, recordedAt }) => [updatedAt, recordedAt ?? updatedAt])
      .reduce((last, one) => (one > last ? one : last), organisation.createdAt);
    const number = (count: number) => numberFor(language, count);
    const count = (matches: (row: (typeof rows)[number]) => boolean | undefined) => number(rows.filter(matches).length);
    return {
      language,
      kind: t.kind,
      reference: dayFor(language, tx.today),
      title: rows.length === 0 ? t.none : t.title(number(rows.length)),
      organisation: organisation.name,
      notices: filters.length > 0 ? [t.part] : [],
      landscape: true,
      facts: [
        [t.fact.asOf, dayFor(language, tx.today)],
        [t.fact.count, number(rows.length)],
        ...(filters.length > 0 ? [[t.fact.filter, filters.join('; ')] as [string, string]] : []),
        [t.fact.significant, count(({ significance }) => significance?.significant)],
        [t.fact.watch, count(({ significance }) => significance?.watch)],
        [t.fact.unassessed, count(({ significance }) => significance === null)],
      ],
      sections: spoken([
        {
          title: t.register,
          blocks: listed(
            t.columns.map((title, column): [string, number?] => (shares[column] ? [title, shares[column]] : [title])),
            rows.map((row) => cellsOf(row, t, language)),
          ),
        },
        {
          title: t.signatures,
          blocks: [{ kind: 'signatures', columns: t.signatureColumns, rows: t.signature.map((meaning) => [meaning]) }],
        },
      ]),
      foot: t.foot(instantFor(language, at)),
      digest: { label: t.digest, value: digest },
      lines: toldLines(rows),
      page: t.page,
      at,
      data: { filters: query, aspects: rows, lines, digest },
    };
  }
}
