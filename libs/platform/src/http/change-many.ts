import { ApiProperty } from '@nestjs/swagger';
import { QueryFailedError } from 'typeorm';
import type { RecordEntity } from '../database/record.entity.js';
import type { Tx } from '../database/tx.js';
import { problemOfDatabase } from './database-problem.js';
import { Choice, Reference, Structures, Text, Whole } from './fields.js';
import { invalid, Problem, Reason } from './problem.js';

export class RecordVersion {
  @Reference() id: string;
  @Whole({ min: 1, max: 2_147_483_647, description: 'The version that the caller read' }) version: number;
}

/** One change of many records; a feature adds the fields that can be changed like this. */
export class ChangeMany {
  @Structures(() => RecordVersion, { min: 1, maxItems: 200 }) records: RecordVersion[];
  @Text({ max: 2000, description: 'Why; it stands in the history of each record', example: 'Olga left' })
  reason: string;
}

const outcomes = ['changed', 'refused'] as const;

/** What became of one of the records. */
export class ChangeResult {
  @Reference() id: string;
  @Choice(outcomes) outcome: (typeof outcomes)[number];
  @Whole({ min: 1, max: 2_147_483_647, optional: true, description: 'Of the changed record' }) version?: number;
  @ApiProperty({ type: [Reason], required: false, description: 'Why it was refused' }) reasons?: Reason[];
}

export class ChangeResults {
  @ApiProperty({ type: [ChangeResult], description: 'In the order of the request' }) results: ChangeResult[];
}

/**
 * Changes each record as if it were changed alone; one that is refused does not undo the others. 422 when the request
 * names a record twice or nothing to change.
 */
export async function changeMany(
  tx: Tx,
  { records, changes }: { records: readonly RecordVersion[]; changes: Record<string, unknown> },
  change: (id: string, version: number) => Promise<RecordEntity>,
): Promise<ChangeResults> {
  const wanted = records.map(({ id, version }) => ({ id: id.toLowerCase(), version }));
  refuseRepeated(wanted);
  const fields = Object.keys(changes);
  if (fields.every((field) => changes[field] === undefined))
    throw invalid(
      ...fields.map((field) => ({ code: 'missing', field: `/${field}`, message: 'Say what is to be changed.' })),
    );
  const results = new Map<string, ChangeResult>();
  // In one order, so that two such requests do not wait for each other in a circle.
  for (const { id, version } of wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    results.set(id, await changeOne(tx, id, () => change(id, version)));
  return { results: wanted.map(({ id }) => results.get(id)!) };
}

async function changeOne(tx: Tx, id: string, change: () => Promise<RecordEntity>): Promise<ChangeResult> {
  try {
    const { version } = await tx.attempt(change);
    return { id, outcome: 'changed', version };
  } catch (error) {
    const problem = error instanceof QueryFailedError ? problemOfDatabase(error) : error;
    // Two requests in each other's way, and faults, concern all records.
    if (!(problem instanceof Problem) || problem.reasons.some(({ code }) => code === 'try-again')) throw error;
    const { reasons, kind, title } = problem;
    return { id, outcome: 'refused', reasons: reasons.length > 0 ? reasons : [{ code: kind, message: `${title}.` }] };
  }
}

function refuseRepeated(records: readonly RecordVersion[]): void {
  const first = new Map<string, number>();
  const repeated = records.flatMap(({ id }, index) => {
    if (first.has(id))
      return [{ code: 'duplicate-id', field: `/records/${index}/id`, message: 'The record stands here twice.' }];
    first.set(id, index);
    return [];
  });
  if (repeated.length > 0) throw invalid(...repeated);
}
