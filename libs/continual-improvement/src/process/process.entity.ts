import { Choice, Choices, Code, Day, type Discipline, disciplines, RecordEntity, Reference, Text } from '#platform';
import { Entity } from 'typeorm';

export const processKinds = ['management', 'core', 'support'] as const;
export type ProcessKind = (typeof processKinds)[number];

/** A process of the management system, with its owner (4.4; 5.3). */
@Entity()
export class Process extends RecordEntity {
  @Code({ max: 20, pattern: /^[A-Z0-9][A-Z0-9.-]*$/, example: 'P-08' }) code: string;
  @Text({ max: 200, example: 'Surface coating' }) name: string;
  @Text({ max: 2000, nullable: true, description: 'What it is for' }) purpose: string | null;
  @Choice(processKinds) kind: ProcessKind;
  @Choices(disciplines) disciplines: Discipline[];
  @Reference({ nullable: true, description: 'Null when it runs at every site' }) siteId: string | null;
  @Reference({ nullable: true, description: 'The person who answers for it' }) ownerId: string | null;
  @Text({ max: 2000, nullable: true }) inputs: string | null;
  @Text({ max: 2000, nullable: true }) outputs: string | null;
  @Day({ nullable: true, description: 'From this day on it is no longer in use' }) retiredOn: string | null;
}
