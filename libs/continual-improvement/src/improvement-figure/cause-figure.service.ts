import { Injectable } from '@nestjs/common';
import { matching, type Tx } from '#platform';
import { unclassified } from '../nonconformity/causes.js';
import {
  confirmedBones,
  confirmedRoots,
  hasConfirmedCause,
  nonconformityConditions,
} from '../nonconformity/nonconformity.conditions.js';
import type { NonconformityQuery } from '../nonconformity/nonconformity.dto.js';
import { Nonconformity } from '../nonconformity/nonconformity.entity.js';
import type { CauseBar, CauseDimension, CauseFigure, CauseFigureQuery } from './cause-figure.dto.js';
import { requirePeriod, scopeOf, yearUpTo } from './figure-query.js';
import { listQuery } from './list-query.js';
import { pareto } from './pareto.js';

/** What names a confirmed cause, of the nonconformity with the alias `n`. */
const namesOfCauses: Record<CauseDimension, string> = {
  category: `SELECT coalesce(cause ->> 'category', '${unclassified}') AS cause FROM (
      SELECT jsonb_path_query(n.five_whys, '${confirmedRoots}') AS cause
      UNION ALL SELECT jsonb_path_query(n.ishikawa, '${confirmedBones}')) AS causes`,
  fishbone: `SELECT bone ->> 'key' AS cause FROM jsonb_path_query(n.ishikawa, '$.categories[*]') AS bone
    WHERE jsonb_path_exists(bone, '$.causes[*] ? (@.state == "confirmed")')`,
};

const definitions: Record<CauseDimension, string> = {
  category:
    'Nonconformities found in the period by the code of their confirmed causes: verified roots of the whys and confirmed causes of the fishbone. One with causes of two codes counts in both bars.',
  fishbone:
    'Nonconformities found in the period by the bones of the fishbone on which a cause was confirmed. One with causes on two bones counts in both bars.',
};

interface Row {
  /** Null in the row that counts all nonconformities. */
  cause: string | null;
  count: number;
  without: number;
}

@Injectable()
export class CauseFigureService {
  async read(tx: Tx, query: CauseFigureQuery): Promise<CauseFigure> {
    const { by = 'category', to = tx.today, from = yearUpTo(to).from } = query;
    requirePeriod(from, to);
    const filter = { ...scopeOf(query), counted: true, detectedFrom: from, detectedTo: to };
    const [found, parameters] = matching(tx, Nonconformity, nonconformityConditions(tx, filter))
      .select('r.five_whys', 'five_whys')
      .addSelect('r.ishikawa', 'ishikawa')
      .addSelect(hasConfirmedCause, 'confirmed')
      .getQueryAndParameters();
    const rows = await tx.sql<Row>(
      `WITH found AS MATERIALIZED (${found})
       SELECT cause, count(*)::int AS count, 0 AS without
         FROM found n CROSS JOIN LATERAL (SELECT DISTINCT cause FROM (${namesOfCauses[by]}) AS names) AS named
         WHERE n.confirmed GROUP BY cause
       UNION ALL SELECT NULL, count(*)::int, count(*) FILTER (WHERE NOT confirmed)::int FROM found`,
      parameters,
    );
    const list = (more: Partial<NonconformityQuery>) => listQuery('/nonconformities', filter, more);
    const counts = rows.flatMap(({ cause, count }) => (cause === null ? [] : [{ key: cause, count }]));
    const all = rows.find(({ cause }) => cause === null)!;
    const bars = pareto(counts, unclassified).map(({ key, ...bar }) => ({
      ...bar,
      cause: key as CauseBar['cause'],
      query: list(by === 'category' ? { causeCategory: key as never } : { fishbone: key as never }),
    }));
    return {
      definition: definitions[by],
      asOf: tx.today,
      from,
      to,
      by,
      bars,
      sum: counts.reduce((sum, { count }) => sum + count, 0),
      found: { count: all.count, query: list({}) },
      withoutCause: { count: all.without, query: list({ causeConfirmed: false }) },
    };
  }
}
