import type { Tx } from '#platform';
import { LogEpoch } from '../log-epoch/log-epoch.entity.js';
import type { SealHold, SignedCheckpoint } from '../seal/seal-hold.js';
import { SealRefusal } from '../seal/seal-step.js';
import { PackRefusal } from './pack-refusal.js';

/** One tree of the log: all lines under its last checkpoint. */
export interface PackedEpoch {
  epoch: number;
  origin: string;
  /** Index of its first line in the pack, from 0. */
  first: number;
  size: number;
  /** The signed note over its `size` lines. */
  checkpoint: string;
  /** Why it was begun, from the line that is its first; null for the first epoch. */
  restart: Pick<
    LogEpoch,
    | 'id'
    | 'createdAt'
    | 'previousOrigin'
    | 'databaseCheckpoint'
    | 'lastCheckpoint'
    | 'reason'
    | 'confirmedBy'
    | 'confirmedAt'
    | 'countersignedBy'
    | 'countersignedAt'
  > | null;
}

/** The one moment of a pack: the checkpoint that covers exactly what its snapshot shows. */
export interface PackMoment {
  checkpoint: SignedCheckpoint;
  /** Oldest first; the last one is that of the checkpoint. */
  epochs: PackedEpoch[];
}

const pending = 'SELECT seq FROM log.pending WHERE org_id = $1 ORDER BY seq';
const earlier = `SELECT e.epoch, c.size, c.note FROM generate_series(1, $2::integer - 1) AS e (epoch)
  CROSS JOIN LATERAL (SELECT size, note FROM log.checkpoint WHERE org_id = $1 AND epoch = e.epoch ORDER BY size DESC LIMIT 1) c
  ORDER BY e.epoch`;

/**
 * Has the lines sealed that the snapshot of the transaction shows and that were not sealed yet. The hold must be older
 * than the snapshot, and is let go: what others write meanwhile is sealed later. Throws `PackRefusal`.
 */
export async function sealMoment(tx: Tx, hold: SealHold): Promise<PackMoment> {
  const { orgId } = tx.actor;
  const lines = await tx.sql<{ seq: string }>(pending, [orgId]);
  const checkpoint = await hold.seal(lines.map(({ seq }) => seq)).catch((error: unknown) => {
    if (error instanceof SealRefusal) throw new PackRefusal(`The history cannot be sealed: ${error.message}.`);
    throw error;
  });
  await hold.release();
  if (!checkpoint) throw new PackRefusal('Nothing was recorded yet.');
  const before = await tx.sql<{ epoch: number; size: string; note: string }>(earlier, [orgId, checkpoint.epoch]);
  const restarts = new Map((await tx.all(LogEpoch, {})).map((one) => [one.epoch, one]));
  const epochs: PackedEpoch[] = [];
  let first = 0;
  for (const { epoch, size: digits, note } of [...before, checkpoint]) {
    const size = Number(digits);
    const begun = restarts.get(epoch);
    epochs.push({
      epoch,
      origin: note.slice(0, note.indexOf('\n')),
      first,
      size,
      checkpoint: note,
      restart: begun ? restartOf(begun) : null,
    });
    first += size;
  }
  return { checkpoint, epochs };
}

const restartOf = (epoch: LogEpoch): NonNullable<PackedEpoch['restart']> => ({
  id: epoch.id,
  createdAt: epoch.createdAt,
  previousOrigin: epoch.previousOrigin,
  databaseCheckpoint: epoch.databaseCheckpoint,
  lastCheckpoint: epoch.lastCheckpoint,
  reason: epoch.reason,
  confirmedBy: epoch.confirmedBy,
  confirmedAt: epoch.confirmedAt,
  countersignedBy: epoch.countersignedBy,
  countersignedAt: epoch.countersignedAt,
});
