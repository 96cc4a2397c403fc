import { Injectable } from '@nestjs/common';
import { matching, type Tx } from '#platform';
import { addDays } from '../nonconformity/due-dates.js';
import { nonconformityConditions } from '../nonconformity/nonconformity.conditions.js';
import { type Combination, combinations, type NonconformityQuery } from '../nonconformity/nonconformity.dto.js';
import { Nonconformity } from '../nonconformity/nonconformity.entity.js';
import type { AgeBucket, AgeingFigure } from './ageing-figure.dto.js';
import type { CountedRecords } from './figure.dto.js';
import { type FigureQuery, scopeOf } from './figure-query.js';
import { listQuery } from './list-query.js';

/** Ages in days at which the buckets begin. */
const begins = [0, 31, 61, 91, 181];

interface Row {
  bucket: number;
  combination: Combination;
  count: number;
}

const combination = `CASE WHEN r.disciplines @> ARRAY['quality', 'environment']::varchar[] THEN 'both'
  WHEN r.disciplines @> ARRAY['environment']::varchar[] THEN 'environment' ELSE 'quality' END`;

@Injectable()
export class AgeingFigureService {
  async read(tx: Tx, query: FigureQuery): Promise<AgeingFigure> {
    const filter = { ...scopeOf(query), open: true, counted: true };
    const rows = await matching(tx, Nonconformity, nonconformityConditions(tx, filter))
      .setParameters({ today: tx.today })
      .select(`width_bucket(CAST(:today AS date) - r.detected_on, ARRAY[${begins.slice(1).join(', ')}])`, 'bucket')
      .addSelect(combination, 'combination')
      .addSelect('count(*)::int', 'count')
      .groupBy('1')
      .addGroupBy('2')
      .getRawMany<Row>();
    const records = (more: Partial<NonconformityQuery>, included: (row: Row) => boolean): CountedRecords => ({
      count: rows.filter(included).reduce((sum, { count }) => sum + count, 0),
      query: listQuery('/nonconformities', filter, more),
    });
    const buckets: AgeBucket[] = begins.map((fromDays, bucket) => {
      const after = begins[bucket + 1];
      const toDays = after === undefined ? null : after - 1;
      const detected: Partial<NonconformityQuery> = {
        ...(toDays !== null && { detectedFrom: addDays(tx.today, -toDays) }),
        ...(fromDays > 0 && { detectedTo: addDays(tx.today, -fromDays) }),
      };
      return {
        fromDays,
        toDays,
        ...records(detected, (row) => row.bucket === bucket),
        parts: combinations.map((of) => ({
          combination: of,
          ...records({ ...detected, combination: of }, (row) => row.bucket === bucket && row.combination === of),
        })),
      };
    });
    return {
      definition:
        'Nonconformities that are submitted and neither closed nor rejected, by the days since they were found.',
      asOf: tx.today,
      open: records({}, () => true),
      buckets,
    };
  }
}
