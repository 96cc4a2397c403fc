import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { dayFor, HistoryService, type Report, type ReportLanguage } from '#evidence';
import { invalid, Organisation, type Tx } from '#platform';
import type { AspectQuery, AspectRow } from '../aspect/aspect.dto.js';
import { Aspect } from '../aspect/aspect.entity.js';
import { AspectService } from '../aspect/aspect.service.js';
import { aspectRegisterTexts } from './aspect-register-report.texts.js';

/** More rows than anybody prints; whoever needs more takes an evidence pack. */
const most = 5000;

/** The register on paper, by the same filters as the list. */
@Injectable()
export class AspectRegisterReportService {
  constructor(
    private readonly aspects: AspectService,
    private readonly history: HistoryService,
  ) {}

  async of(tx: Tx, query: AspectQuery, language: ReportLanguage): Promise<Report> {
    const rows = await this.rows(tx, query);
    const ids = rows.map(({ id }) => id);
    const organisation = await tx.get(Organisation, tx.actor.orgId);
    const controls = new Map(
      (
        await tx.sql<{ id: string; controls: { description: string }[]; emergencyPlan: string | null }>(
          `SELECT id, controls, emergency_plan AS "emergencyPlan" FROM aspect WHERE org_id = $1 AND id = ANY ($2)`,
          [tx.actor.orgId, ids],
        )
      ).map((row) => [row.id, row]),
    );
    const names = await this.history.namesOf(
      tx,
      rows.flatMap(({ ownerId }) => (ownerId ? [`p:${ownerId}`] : [])),
    );
    const digests = await this.history.digests(tx, Aspect, ids);
    const numbers = new Map(rows.map(({ id, reference }) => [id, reference]));
    const lines = digests.map(({ id, version, digest }) => `${numbers.get(id)} ${version} ${digest}\n`);
    const digest = createHash('sha256').update(lines.join('')).digest('hex');
    const t = aspectRegisterTexts[language];
    const latest = rows.reduce((last, { updatedAt }) => (updatedAt > last ? updatedAt : last), organisation.updatedAt);
    const significant = rows.filter((row) => row.significance?.significant).length;
    const unassessed = rows.filter((row) => row.significance === null).length;
    return {
      language,
      kind: t.kind,
      reference: dayFor(language, tx.today),
      title: t.title(rows.length),
      organisation: organisation.name,
      draft: null,
      landscape: true,
      facts: [
        [t.asOf, dayFor(language, tx.today)],
        [t.count, String(rows.length)],
        [t.significant, String(significant)],
        [t.unassessed, String(unassessed)],
      ],
      sections: [
        {
          title: t.register,
          blocks: [
            {
              kind: 'table',
              columns: t.columns.map((title, index) => ({
                title,
                share: [1.5, 2, 2.4, 1.7, 1.2, 1, 0.8, 1.4, 3, 1.5][index]!,
              })),
              rows: rows.map((row) => [
                row.reference,
                row.activity,
                row.title,
                t.words[row.category] ?? row.category,
                t.words[row.condition] ?? row.condition,
                row.significance?.method ?? '',
                row.significance?.score === null || !row.significance ? '' : String(row.significance.score),
                verdict(row, t),
                [
                  ...(controls.get(row.id)?.controls ?? []).map(({ description }) => description),
                  controls.get(row.id)?.emergencyPlan ?? '',
                ]
                  .filter(Boolean)
                  .join('; '),
                row.ownerId ? (names.get(`p:${row.ownerId}`) ?? '') : '',
              ]),
            },
          ],
        },
        {
          title: t.signatures,
          blocks: [{ kind: 'signatures', labels: t.signatureLabels, columns: t.signatureColumns }],
        },
      ],
      foot: t.foot(digest),
      page: t.page,
      at: latest,
      data: { aspects: rows, digests, digest },
    };
  }

  private async rows(tx: Tx, query: AspectQuery): Promise<AspectRow[]> {
    const rows: AspectRow[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.aspects.list(tx, {
        ...query,
        sort: query.sort ?? 'reference',
        limit: 200,
        count: false,
        ...(cursor && { cursor }),
      });
      rows.push(...page.items);
      if (!page.nextCursor) return rows;
      if (rows.length >= most)
        throw invalid({
          code: 'too-many-rows',
          message: `A register of more than ${most} aspects is not printed; filter it.`,
        });
      cursor = page.nextCursor;
    }
  }
}

const verdict = ({ significance }: AspectRow, t: (typeof aspectRegisterTexts)['en']): string =>
  significance === null ? t.none : significance.significant ? t.yes : significance.watch ? t.watch : t.no;
