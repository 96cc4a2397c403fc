import { Injectable } from '@nestjs/common';
import { type CountedRecords, listQuery, scopeOf } from '#continual-improvement';
import { invalid, matching, type Tx } from '#platform';
import { aspectConditions } from '../aspect/aspect.conditions.js';
import type { AspectQuery } from '../aspect/aspect.dto.js';
import { Aspect } from '../aspect/aspect.entity.js';
import { inEnvironment } from '../aspect/aspect.policy.js';
import { currentAssessment } from '../aspect/aspect-standing.js';
import type { Criterion, MethodDefinition, Sign } from '../significance-method/method-definition.js';
import type { AspectFigure, AspectFigureQuery, AspectMatrix } from './aspect-figure.dto.js';
import { leadingCriteria } from './leading-criteria.js';

type Filter = Partial<AspectQuery>;

/** A version of a method and how many aspects it assessed last; without an id those that none did. */
interface VersionCount {
  id: string | null;
  method: string;
  in_force: boolean;
  definition: MethodDefinition | null;
  count: number;
  significant: number;
}

interface MatrixVersion extends VersionCount {
  id: string;
  axes: [Criterion, Criterion];
}

const records = (count: number, ...filters: Filter[]): CountedRecords => ({
  count,
  query: listQuery('/aspects', ...filters),
});

const sum = (rows: VersionCount[], field: 'count' | 'significant') =>
  rows.reduce((total, row) => total + row[field], 0);

@Injectable()
export class AspectFigureService {
  async read(tx: Tx, query: AspectFigureQuery): Promise<AspectFigure> {
    const sign = query.sign ?? 'adverse';
    const filter: Filter = { ...scopeOf(query), state: 'active', sign };
    const versions = tx.actor.can('aspect:read', inEnvironment()) ? await this.countByVersion(tx, filter) : [];
    const unassessed = versions.filter(({ id }) => id === null);
    const chosen = chooseVersion(versions, sign, query.methodVersionId);
    return {
      definition: 'Active environmental aspects by their latest assessments that were not corrected.',
      asOf: tx.today,
      sign,
      active: records(sum(versions, 'count'), filter),
      significant: records(sum(versions, 'significant'), filter, { significant: true }),
      unassessed: records(sum(unassessed, 'count'), filter, { unassessed: true }),
      matrix: chosen && {
        ...(await this.matrix(tx, filter, chosen)),
        otherVersions: records(sum(versions, 'count') - sum(unassessed, 'count') - chosen.count, filter, {
          otherMethodVersionThan: chosen.id,
        }),
      },
    };
  }

  private async countByVersion(tx: Tx, filter: Filter): Promise<VersionCount[]> {
    const [aspects, parameters] = aspectsFor(tx, filter);
    const organisation = `$${parameters.length + 1}`;
    return tx.sql<VersionCount>(
      `WITH counts AS (
         SELECT s.method_version_id AS id, count(*)::int AS count, count(*) FILTER (WHERE s.significant)::int AS significant
         FROM (${aspects}) r LEFT JOIN LATERAL ${currentAssessment('r')} s ON true GROUP BY 1),
       versions AS (
         SELECT v.id, m.code || ' v' || v.version_number AS method, v.definition,
           v.version_number = max(v.version_number) OVER (PARTITION BY v.method_id) AS in_force
         FROM significance_method_version v JOIN significance_method m ON m.org_id = v.org_id AND m.id = v.method_id
         WHERE v.org_id = ${organisation} AND v.state = 'published')
       SELECT v.id, coalesce(v.method, '') AS method, v.definition, coalesce(v.in_force, false) AS in_force, coalesce(c.count, 0) AS count, coalesce(c.significant, 0) AS significant
       FROM counts c FULL JOIN versions v ON v.id = c.id
       ORDER BY c.count DESC NULLS LAST, v.in_force DESC, v.method`,
      [...parameters, tx.actor.orgId],
    );
  }

  private async matrix(
    tx: Tx,
    filter: Filter,
    { id, method, in_force: inForce, axes: [rows, columns] }: MatrixVersion,
  ): Promise<Omit<AspectMatrix, 'otherVersions'>> {
    const [aspects, parameters] = aspectsFor(tx, filter);
    const [version, row, column] = [1, 2, 3].map((offset) => `$${parameters.length + offset}`);
    const found = await tx.sql<{ row: number; column: number; count: number; significant: number }>(
      `SELECT (s.scores ->> ${row})::int AS row, (s.scores ->> ${column})::int AS column, count(*)::int AS count,
         count(*) FILTER (WHERE s.significant)::int AS significant
       FROM (${aspects}) r CROSS JOIN LATERAL ${currentAssessment('r')} s WHERE s.method_version_id = ${version} GROUP BY 1, 2`,
      [...parameters, id, rows.key, columns.key],
    );
    const counts = new Map(found.map((cell) => [`${cell.row} ${cell.column}`, cell]));
    const axis = ({ key, name, scale }: Criterion) => ({ key, name, steps: scale });
    const cells = rows.scale.flatMap(({ value: row }) =>
      columns.scale.map(({ value: column }) => {
        const { count = 0, significant = 0 } = counts.get(`${row} ${column}`) ?? {};
        const scores = `${rows.key}:${row},${columns.key}:${column}`;
        return { row, column, significant, ...records(count, filter, { methodVersionId: id, scores }) };
      }),
    );
    return { methodVersionId: id, method, inForce, rows: axis(rows), columns: axis(columns), cells };
  }
}

const aspectsFor = (tx: Tx, filter: Filter) =>
  matching(tx, Aspect, aspectConditions(tx, filter))
    .select('r.org_id', 'org_id')
    .addSelect('r.id', 'id')
    .getQueryAndParameters();

/** The wanted version, or the first with two criteria: 422 for one that does not exist or has fewer. */
function chooseVersion(versions: VersionCount[], sign: Sign, wanted: string | undefined): MatrixVersion | null {
  const possible = versions.flatMap((version): MatrixVersion[] => {
    const axes = version.definition && leadingCriteria(version.definition, sign);
    return version.id !== null && axes ? [{ ...version, id: version.id, axes }] : [];
  });
  const chosen = wanted ? possible.find(({ id }) => id === wanted) : possible[0];
  if (wanted && !chosen)
    throw invalid({
      code: 'unknown-reference',
      field: '/methodVersionId',
      message: 'There is no such published version with two criteria.',
    });
  return chosen ?? null;
}
