import {
  Choice,
  Choices,
  Code,
  Codes,
  Day,
  type Discipline,
  disciplines,
  RecordEntity,
  Reference,
  Text,
  Whole,
} from '#platform';
import { Entity } from 'typeorm';

export const actionStates = ['planned', 'in_progress', 'done', 'accepted', 'returned', 'cancelled'] as const;
export type ActionState = (typeof actionStates)[number];

export const actionKinds = ['corrective', 'improvement', 'risk'] as const;
export type ActionKind = (typeof actionKinds)[number];

/** Something to be done by someone by a day: a corrective action (10.2) or an improvement (10.1). */
@Entity()
export class Action extends RecordEntity {
  @Code({ max: 20, example: 'CA-2026-0042' }) reference: string;
  @Choice(actionStates) state: ActionState;
  @Choice(actionKinds) kind: ActionKind;
  @Choices(disciplines) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
  @Reference({ nullable: true, description: 'The nonconformity it belongs to' }) nonconformityId: string | null;
  @Whole({ min: 1, max: 999, nullable: true, description: 'The cycle of the nonconformity' }) cycle: number | null;
  @Code({ max: 40, nullable: true, description: 'The confirmed cause that it removes' }) causeId: string | null;
  @Text({ max: 300, example: 'Replace bits after 5,000 cycles' }) title: string;
  @Text({ max: 5000, nullable: true }) description: string | null;
  @Text({ max: 2000, nullable: true, description: 'What will be there when it is done' }) deliverable: string | null;
  @Reference({ description: 'Who does it' }) ownerId: string;
  @Day({ example: '2026-06-30' }) dueOn: string;
  @Day({ description: 'The first due date; later changes do not touch it' }) originalDueOn: string;
  @Text({ max: 5000, nullable: true, description: 'What was done, and what shows it' }) completion: string | null;
  @Day({ nullable: true }) doneOn: string | null;
  @Day({ nullable: true }) acceptedOn: string | null;
  @Reference({ nullable: true }) acceptedById: string | null;
  @Codes({ max: 60, pattern: /^[a-z-]+$/, description: 'Separation-of-duty rules that were justified instead of kept' })
  flags: string[];
}
