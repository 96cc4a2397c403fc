import type { Tx } from '#platform';
import type { AspectStanding, Gap, PresentSignificance } from './aspect.dto.js';
import type { Aspect } from './aspect.entity.js';

/**
 * The assessment that counts, of the aspect with this alias: the latest that no other one corrects. With `until` (an
 * SQL expression) as it was known at that instant.
 */
export function currentAssessment(aspect: string, until?: string): string {
  const known = (assessment: string) =>
    until ? ` AND (${until} IS NULL OR ${assessment}.created_at <= ${until})` : '';
  return `(SELECT a.* FROM aspect_assessment a WHERE a.org_id = ${aspect}.org_id AND a.aspect_id = ${aspect}.id${known('a')}
    AND NOT EXISTS (SELECT FROM aspect_assessment c WHERE c.org_id = a.org_id AND c.correction_of_id = a.id${known('c')})
    ORDER BY a.assessed_on DESC, a.id DESC LIMIT 1)`;
}

/** What holds for the assessment that counts, `s`, of the aspect `r`; never true before the first. */
export const holds = (condition: string) => `EXISTS (SELECT FROM ${currentAssessment('r')} s WHERE ${condition})`;

/** Conditions on an aspect with the alias `r`. */
export const isSignificant = holds('s.significant');
export const isWatched = holds('s.watch');
export const isAssessed = holds('true');
export const lacksControl = `(r.controls = '[]' AND r.emergency_plan IS NULL)`;
export const lacksIndicator = '(r.indicator IS NULL)';
export const lacksOwner = '(r.owner_id IS NULL)';

interface Row extends PresentSignificance {
  aspectId: string;
  lacksControl: boolean;
  lacksIndicator: boolean;
  lacksOwner: boolean;
}

/** What a significant aspect must lead to (6.2, 8.1, 8.2, 9.1.1) and does not. */
export const gapsOf = (missing: { control: boolean; indicator: boolean; owner: boolean }): Gap[] =>
  (['control', 'indicator', 'owner'] as const).filter((gap) => missing[gap]);

/** What the latest assessment says about each of the aspects, in one query. */
export async function standings(tx: Tx, aspects: Pick<Aspect, 'id' | 'state'>[]): Promise<Map<string, AspectStanding>> {
  const rows = await readSignificance(
    tx,
    aspects.map(({ id }) => id),
    null,
  );
  const active = new Set(aspects.filter(({ state }) => state === 'active').map(({ id }) => id));
  return new Map(
    rows.map(({ aspectId, lacksControl: control, lacksIndicator: indicator, lacksOwner: owner, ...significance }) => [
      aspectId,
      {
        significance,
        gaps: significance.significant && active.has(aspectId) ? gapsOf({ control, indicator, owner }) : [],
      },
    ]),
  );
}

/** The same for one aspect, now or as it stood at an instant. */
export async function standingOf(tx: Tx, aspect: Aspect, asOf: string | null): Promise<AspectStanding> {
  const [row] = await readSignificance(tx, [aspect.id], asOf);
  if (!row) return unassessed;
  const { aspectId: _, lacksControl: _control, lacksIndicator: _indicator, lacksOwner: _owner, ...significance } = row;
  const missing = {
    control: aspect.controls.length === 0 && aspect.emergencyPlan === null,
    indicator: aspect.indicator === null,
    owner: aspect.ownerId === null,
  };
  return { significance, gaps: significance.significant && aspect.state === 'active' ? gapsOf(missing) : [] };
}

export const unassessed: AspectStanding = { significance: null, gaps: [] };

function readSignificance(tx: Tx, ids: string[], asOf: string | null): Promise<Row[]> {
  return tx.sql<Row>(
    `SELECT r.id AS "aspectId", s.id AS "assessmentId", s.method_version_id AS "methodVersionId", m.code || ' v' || v.version_number AS method,
       s.significant, s.watch, s.score::float8 AS score, s.assessed_on::text AS "assessedOn",
       ${lacksControl} AS "lacksControl", ${lacksIndicator} AS "lacksIndicator", ${lacksOwner} AS "lacksOwner"
     FROM aspect r CROSS JOIN LATERAL ${currentAssessment('r', '$3::timestamptz')} s
     JOIN significance_method_version v ON v.org_id = s.org_id AND v.id = s.method_version_id
     JOIN significance_method m ON m.org_id = v.org_id AND m.id = v.method_id
     WHERE r.org_id = $1 AND r.id = ANY ($2)`,
    [tx.actor.orgId, ids, asOf],
  );
}
