import {
  Choice,
  Choices,
  type Discipline,
  disciplines,
  Instant,
  RecordEntity,
  Reference,
  Text,
  Whole,
} from '#platform';
import { Entity } from 'typeorm';
import { itemGrades, itemProgress, itemResults } from '../audit/audit.entity.js';

export const conflictResolutions = ['kept', 'replaced'] as const;

/** An answer that reached a question after another one: neither is lost, the lead of the audit decides which counts. */
@Entity()
export class ChecklistAnswerConflict extends RecordEntity {
  @Reference() auditId: string;
  @Choices(disciplines, { description: 'Those of the audit' }) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
  @Reference() itemId: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Version of the question that was answered' }) baseVersion: number;
  @Choice(itemProgress) progress: (typeof itemProgress)[number];
  @Choice(itemResults, { nullable: true }) result: (typeof itemResults)[number] | null;
  @Choice(itemGrades, { nullable: true }) grade: (typeof itemGrades)[number] | null;
  @Text({ max: 10_000, nullable: true }) note: string | null;
  @Reference() answeredById: string;
  @Instant({ description: 'When it was answered, by the clock of the device' }) answeredOnDeviceAt: string;
  @Choice(conflictResolutions, {
    nullable: true,
    description: 'Whether the other answer was kept, or replaced by this',
  })
  resolution: (typeof conflictResolutions)[number] | null;
  @Text({ max: 2000, nullable: true, example: 'Looked at the gauge together' }) resolutionReason: string | null;
  @Reference({ nullable: true }) resolvedById: string | null;
  @Instant({ nullable: true }) resolvedAt: string | null;
}
