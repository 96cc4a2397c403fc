import { Entity } from 'typeorm';
import { Choice, Code, Instant, RecordEntity, Text, Whole } from '#platform';

export const logEpochStates = ['to_confirm', 'to_countersign', 'confirmed'] as const;
export type LogEpochState = (typeof logEpochStates)[number];

/**
 * The restart of a log after its database was restored or its key was lost. Its own line is the first leaf of the new
 * epoch, so that lines which outsiders hold proofs of, and which are gone, are explained and do not look like fraud.
 * An operator begins it, so that work goes on; two people of the organisation then say that they know of it.
 */
@Entity()
export class LogEpoch extends RecordEntity {
  @Choice(logEpochStates) state: LogEpochState;
  @Whole({ min: 2, max: 2_147_483_647, example: 2 }) epoch: number;
  @Code({ max: 200, description: 'The name of the log from now on' }) origin: string;
  @Code({ max: 200, description: 'Its name before' }) previousOrigin: string;
  @Code({ max: 2000, nullable: true, description: 'The last signed checkpoint that the database held' })
  databaseCheckpoint: string | null;
  @Code({ max: 2000, nullable: true, description: 'The last checkpoint signed by this installation, lost or not' })
  lastCheckpoint: string | null;
  @Text({ max: 2000, example: 'Restored from the backup of 2 March after a disk failure' }) reason: string;
  @Code({ max: 80, nullable: true, description: 'Who confirmed it, as in the history' }) confirmedBy: string | null;
  @Instant({ nullable: true }) confirmedAt: string | null;
  @Code({ max: 80, nullable: true, description: 'Who confirmed it too, another person' }) countersignedBy:
    string | null;
  @Instant({ nullable: true }) countersignedAt: string | null;
}
