import { Day, RecordEntity, Reference, Structure, Structures, Text, Whole } from '#platform';
import { Entity } from 'typeorm';
import { FiveWhysAnalysis, IshikawaAnalysis } from './nonconformity.structure.js';

/** A cycle that did not last: what was thought and done before the nonconformity was analysed anew. Append-only. */
@Entity()
export class NonconformityCycle extends RecordEntity {
  @Reference() nonconformityId: string;
  @Reference({ nullable: true }) siteId: string | null;
  @Whole({ min: 1, max: 999 }) cycle: number;
  @Day() endedOn: string;
  @Text({ max: 2000, description: 'Why it was analysed anew' }) reason: string;
  @Structures(() => FiveWhysAnalysis) fiveWhys: FiveWhysAnalysis[];
  @Structure(() => IshikawaAnalysis, { nullable: true }) ishikawa: IshikawaAnalysis | null;
  @Text({ max: 10_000, nullable: true }) effectivenessCriterion: string | null;
  @Day({ nullable: true }) implementedOn: string | null;
  @Day({ nullable: true }) closedOn: string | null;
}
