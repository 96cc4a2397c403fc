import {
  Choice,
  Choices,
  Code,
  Codes,
  Day,
  type Discipline,
  disciplines,
  Flag,
  RecordEntity,
  Reference,
  Text,
} from '#platform';
import { Entity } from 'typeorm';

export const complaintStates = ['received', 'acknowledged', 'assessed', 'answered', 'closed'] as const;
export type ComplaintState = (typeof complaintStates)[number];

export const complaintChannels = ['phone', 'email', 'letter', 'portal', 'visit', 'other'] as const;
export type ComplaintChannel = (typeof complaintChannels)[number];

export const seriousnesses = ['low', 'medium', 'high'] as const;
export type Seriousness = (typeof seriousnesses)[number];

export const satisfactions = ['yes', 'no', 'unknown'] as const;
export type Satisfaction = (typeof satisfactions)[number];

const story = { max: 10_000, nullable: true } as const;

/**
 * What a customer is not content with, and how it was answered (ISO 9001 8.2.1 and 9.1.2; life cycle after ISO 10002).
 * It is no nonconformity: only one that turns out justified leads to one.
 */
@Entity()
export class Complaint extends RecordEntity {
  @Code({ max: 20, example: 'CMP-2026-0001' }) reference: string;
  @Choice(complaintStates) state: ComplaintState;
  @Choices(disciplines, { description: 'Always quality' }) disciplines: Discipline[];
  @Reference({ nullable: true }) siteId: string | null;
  @Reference({ nullable: true }) processId: string | null;
  @Text({ max: 300, example: 'Nordlicht Pumps AB' }) customer: string;
  @Text({ max: 500, nullable: true, description: 'Who can be asked, and how', example: 'Ms Berg, +46 8 123 45' })
  contact: string | null;
  @Choice(complaintChannels) channel: ComplaintChannel;
  @Day({ description: 'When it reached the organisation; the time of recording is createdAt', example: '2026-03-02' })
  receivedOn: string;
  @Flag({ description: 'Recorded more than a day after it was received' }) lateEntry: boolean;
  @Text({ max: 300, nullable: true, example: 'Pump housing PH-20' }) product: string | null;
  @Code({ max: 60, nullable: true, example: '4711' }) lot: string | null;
  @Text({ max: 10_000, description: 'What the customer says', example: 'Two of twelve housings leak at the flange.' })
  description: string;
  @Code({ max: 100, nullable: true, description: 'Its number in another system' }) externalRef: string | null;
  @Reference({ nullable: true, description: 'The complaint that it repeats' }) duplicateOfId: string | null;
  @Reference({ nullable: true, description: 'Null when an integration registered it' }) registeredById: string | null;
  @Reference({ nullable: true, description: 'Who sees to it' }) ownerId: string | null;

  @Day({ nullable: true, description: 'When the customer was told that it arrived' }) acknowledgedOn: string | null;
  @Choice(seriousnesses, { nullable: true }) seriousness: Seriousness | null;
  @Text({ ...story, description: 'What was found when it was looked into' }) assessment: string | null;
  @Flag({ nullable: true, description: 'Whether the customer is right; null while nobody knows' }) justified:
    boolean | null;
  @Reference({ nullable: true, description: 'The nonconformity that it led to' }) nonconformityId: string | null;

  @Text({ ...story, description: 'What the customer was answered' }) answer: string | null;
  @Day({ nullable: true }) answeredOn: string | null;
  @Day({ nullable: true, description: 'When the customer was told what was decided' })
  decisionCommunicatedOn: string | null;
  @Choice(satisfactions, { description: 'Whether the customer is content with the answer' }) satisfied: Satisfaction;
  @Day({ nullable: true, description: 'Final closure' }) closedOn: string | null;
  @Codes({ max: 60, pattern: /^[a-z-]+$/, description: 'Separation-of-duty rules that were justified instead of kept' })
  flags: string[];
}
