import {
  dayFor,
  HistoryService,
  noted,
  numberFor,
  type ReportCell,
  type ReportLanguage,
  strong,
  type ToldLines,
} from '#evidence';
import { invalid, type Tx } from '#platform';
import { AspectAssessment } from '../aspect-assessment/aspect-assessment.entity.js';
import type { AspectQuery, AspectRow } from '../aspect/aspect.dto.js';
import { Aspect } from '../aspect/aspect.entity.js';
import type { AspectService } from '../aspect/aspect.service.js';
import type { AspectRegisterTexts } from './aspect-register-report.texts.js';

/** More rows than anybody prints; whoever needs more takes an evidence pack. */
const most = 5000;

/** What a register says of one aspect beside what the list says. */
export interface RegisterRow extends AspectRow {
  controls: { description: string }[];
  emergencyPlan: string | null;
  formula: string | null;
  reasons: { message: string }[];
  override: 'up' | 'down' | null;
  recordedAt: string | null;
  ownerName: string | null;
  digest: string;
  assessmentDigest: string | null;
  assessmentVersion: number | null;
}

type Extra = Pick<
  RegisterRow,
  'controls' | 'emergencyPlan' | 'formula' | 'reasons' | 'override' | 'recordedAt' | 'ownerName'
> & { id: string };

/** All aspects that match, read in pieces of a page. 422 for more than anybody prints. */
export async function registerRows(
  tx: Tx,
  aspects: AspectService,
  history: HistoryService,
  query: Omit<AspectQuery, 'cursor' | 'limit' | 'count'>,
): Promise<RegisterRow[]> {
  const rows: RegisterRow[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await aspects.list(tx, {
      ...query,
      sort: query.sort ?? 'reference',
      limit: 200,
      ...(cursor && { cursor }),
    });
    rows.push(...(await withDetails(tx, history, page.items)));
    if (!page.nextCursor) return rows;
    if (rows.length >= most)
      throw invalid({
        code: 'too-many-rows',
        message: `A register of more than ${most} aspects is not printed; filter it.`,
      });
    cursor = page.nextCursor;
  }
}

async function withDetails(tx: Tx, history: HistoryService, rows: AspectRow[]): Promise<RegisterRow[]> {
  const ids = rows.map(({ id }) => id);
  const assessments = rows.flatMap(({ significance }) => significance?.assessmentId ?? []);
  const extras = await tx.sql<Extra>(
    `SELECT r.id, r.controls, r.emergency_plan AS "emergencyPlan", p.name AS "ownerName", s.formula,
       coalesce(s.reasons, '[]') AS reasons, s.created_at AS "recordedAt",
       CASE WHEN s.significant <> s.computed_significant THEN s.override_direction END AS override
     FROM aspect r LEFT JOIN aspect_assessment s ON s.org_id = r.org_id AND s.aspect_id = r.id AND s.id = ANY ($3)
       LEFT JOIN person p ON p.org_id = r.org_id AND p.id = r.owner_id
     WHERE r.org_id = $1 AND r.id = ANY ($2)`,
    [tx.actor.orgId, ids, assessments],
  );
  const extraOf = new Map(
    extras.map(({ recordedAt, ...extra }) => [
      extra.id,
      { ...extra, recordedAt: recordedAt && new Date(recordedAt).toISOString() },
    ]),
  );
  const digests = async (target: typeof Aspect | typeof AspectAssessment, of: string[]) =>
    new Map((await history.digests(tx, target, of)).map((line) => [line.id, line]));
  const lines = await digests(Aspect, ids);
  const assessed = await digests(AspectAssessment, assessments);
  return rows.map((row) => {
    const assessment = row.significance && assessed.get(row.significance.assessmentId);
    return {
      ...row,
      ...extraOf.get(row.id)!,
      digest: lines.get(row.id)?.digest ?? '',
      assessmentDigest: assessment?.digest ?? null,
      assessmentVersion: assessment?.version ?? null,
    };
  });
}

/** The line that the digest of the register counts: number, version, digest, and digest of the assessment or a dash. */
export const lineOf = ({ reference, version, digest, assessmentDigest }: RegisterRow): string =>
  `${reference} ${version} ${digest} ${assessmentDigest ?? '-'}\n`;

/** The lines of history that the register tells of: of the aspects, and of the assessments that count. */
export const toldLines = (rows: readonly RegisterRow[]): ToldLines[] => [
  { recordType: 'aspect', lines: rows.map(({ id, version, digest }) => ({ id, version, digest })) },
  {
    recordType: 'aspect_assessment',
    lines: rows.flatMap(({ significance, assessmentDigest: digest, assessmentVersion: version }) =>
      significance && digest && version ? [{ id: significance.assessmentId, version, digest }] : [],
    ),
  },
];

/** The cells of a row, in the order of the columns. */
export function cellsOf(row: RegisterRow, t: AspectRegisterTexts, language: ReportLanguage): ReportCell[] {
  const { significance, controls, emergencyPlan } = row;
  const measures = [
    ...controls.map(({ description }) => description),
    ...(emergencyPlan ? [t.emergency(emergencyPlan)] : []),
  ];
  return [
    row.reference,
    row.activity,
    noted(row.title, row.retiredOn && t.retired(dayFor(language, row.retiredOn))),
    noted(t.category[row.category], t.condition[row.condition]),
    significance ? noted(significance.method, dayFor(language, significance.assessedOn)) : '',
    significance?.score === null || !significance ? '' : numberFor(language, significance.score),
    (significance?.significant ? strong : noted)(
      verdictOf(significance, t),
      row.formula,
      ...row.reasons.map(({ message }) => message),
      row.override && t.override[row.override],
    ),
    measures.join('\n') || (significance?.significant ? t.noControl : ''),
    row.ownerName ?? '—',
  ];
}

const verdictOf = (significance: AspectRow['significance'], { verdict }: AspectRegisterTexts): string => {
  if (significance === null) return verdict.unassessed;
  if (significance.significant) return verdict.significant;
  return significance.watch ? verdict.watch : verdict.notSignificant;
};
