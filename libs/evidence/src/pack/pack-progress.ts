import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { systemActor, Tx } from '#platform';

/** Tells how far the work is; rejects when it shall stop. */
export type Report = (phase: string, done: number, total: number) => Promise<void>;

const interval = 1000;

/** Writes down how far a pack is, at most once a second, where everyone can see it while the pack is being made. */
@Injectable()
export class PackProgress {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  of(orgId: string, packId: string, signal: AbortSignal): Report {
    let last = { phase: '', at: 0 };
    return async (phase, done, total) => {
      signal.throwIfAborted();
      const now = Date.now();
      if (phase === last.phase && now - last.at < interval) return;
      last = { phase, at: now };
      const actor = systemActor({ orgId, timeZone: 'UTC' }, 'evidence-pack');
      await Tx.write(this.dataSource, actor, { via: 'job', requestId: packId }, async (tx) => {
        await tx.sql(
          `INSERT INTO evidence_pack_progress (org_id, pack_id, phase, done, total) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (org_id, pack_id) DO UPDATE SET phase = excluded.phase, done = excluded.done, total = excluded.total`,
          [orgId, packId, phase, done, total],
        );
      });
    };
  }
}
