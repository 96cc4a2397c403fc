import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Configuration, Problem, type Tx } from '#platform';

/** Older than this is told: sealing takes a quarter of a second. */
const lateAfter = 30;

/** How far sealing is behind what was written. */
export interface Lag {
  /** `late` after half a minute, `overdue` when evidence is refused. */
  state: 'current' | 'late' | 'overdue';
  /** Lines without a signed checkpoint over them; 100,000 stands for that and more. */
  pendingLines: number;
  /** Age of the oldest of them in seconds, or null when there is none. */
  oldestPendingSeconds: number | null;
}

/** Tells how far sealing is behind, and refuses what must not be done when it is too far. */
@Injectable()
export class SealingLag {
  private readonly limit: number;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    configuration: Configuration,
  ) {
    this.limit = configuration.SEALING_LIMIT_SECONDS;
  }

  /** Over all organisations, for whoever watches the server. */
  async ofAll(): Promise<Lag> {
    const [row] = await this.dataSource.query<{ pending: number; age: number | null }[]>(
      `SELECT pending, extract(epoch FROM clock_timestamp() - oldest)::float8 AS age FROM log.sealing_lag()`,
    );
    return this.judge(row!.pending, row!.age);
  }

  /** Of the organisation of the transaction. */
  async of(tx: Tx): Promise<Lag> {
    const [row] = await tx.sql<{ pending: number; age: number | null }>(
      `SELECT (SELECT count(*)::integer FROM (SELECT FROM log.pending WHERE org_id = $1 LIMIT 100000) waiting) AS pending,
         (SELECT extract(epoch FROM clock_timestamp() - since)::float8 FROM log.pending WHERE org_id = $1 ORDER BY seq LIMIT 1) AS age`,
      [tx.actor.orgId],
    );
    return this.judge(row!.pending, row!.age);
  }

  /** To be asked before anything that others will take as evidence. 503 when the history is not sealed up to it. */
  async assertSealed(tx: Tx): Promise<void> {
    const { state, oldestPendingSeconds } = await this.of(tx);
    if (state !== 'overdue') return;
    const minutes = Math.floor(oldestPendingSeconds! / 60);
    throw new Problem(
      503,
      'sealing-overdue',
      'The history is not sealed',
      [
        {
          code: 'sealing-overdue',
          message: `Changes made ${minutes} minutes ago are not sealed yet, so nothing that counts as evidence can be made. The administrator finds the cause in the log of the server.`,
          values: { minutes },
        },
      ],
      { 'retry-after': '60' },
    );
  }

  private judge(pendingLines: number, age: number | null): Lag {
    const seconds = age === null ? null : Math.max(0, Math.round(age * 10) / 10);
    const state = (seconds ?? 0) > this.limit ? 'overdue' : (seconds ?? 0) > lateAfter ? 'late' : 'current';
    return { state, pendingLines, oldestPendingSeconds: seconds };
  }
}
