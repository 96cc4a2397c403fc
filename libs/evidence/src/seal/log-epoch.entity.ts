import { Entity } from 'typeorm';
import { Code, RecordEntity, Text, Whole } from '#platform';

/**
 * The restart of a log after its database was restored or its key was lost. Its own line is the first leaf of the new
 * epoch, so that lines which outsiders hold proofs of, and which are gone, are explained and do not look like fraud.
 */
@Entity()
export class LogEpoch extends RecordEntity {
  @Whole({ min: 2, max: 2_147_483_647, example: 2 }) epoch: number;
  @Code({ max: 200, description: 'The name of the log from now on' }) origin: string;
  @Code({ max: 200, description: 'Its name before' }) previousOrigin: string;
  @Code({ max: 2000, nullable: true, description: 'The last signed checkpoint that the database held' })
  databaseCheckpoint: string | null;
  @Code({ max: 2000, nullable: true, description: 'The last checkpoint signed by this installation, lost or not' })
  lastCheckpoint: string | null;
  @Text({ max: 2000, example: 'Restored from the backup of 2 March after a disk failure' }) reason: string;
}
