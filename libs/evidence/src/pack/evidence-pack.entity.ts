import {
  Choice,
  Choices,
  Code,
  Codes,
  Day,
  Decimal,
  type Discipline,
  disciplines,
  Flag,
  Instant,
  RecordEntity,
  Reference,
  References,
  Structure,
  Text,
  Whole,
} from '#platform';
import { Entity } from 'typeorm';

export const packStates = ['queued', 'running', 'ready', 'failed', 'expired'] as const;
export type PackState = (typeof packStates)[number];

const clause = /^ISO \d{4,5}:\d{4} \/ [0-9A-Z]+(\.[0-9]+)*$/;

/** What a pack is asked to hold. What is left out does not restrict. */
export class PackScope {
  @Day({ optional: true, description: 'First day; records without a day are in scope', example: '2026-01-01' })
  from?: string;
  @Day({ optional: true, description: 'Last day', example: '2026-12-31' }) to?: string;
  @References({
    optional: true,
    min: 1,
    description: 'Records of the whole organisation, without a site, are in scope too',
  })
  siteIds?: string[];
  @Choices(disciplines, { optional: true }) disciplines?: Discipline[];
  @Codes({
    max: 60,
    pattern: clause,
    optional: true,
    min: 1,
    description: 'A clause includes those below it',
    example: ['ISO 9001:2026 / 8.7'],
  })
  clauses?: string[];
  @References({ optional: true, min: 1, description: 'Only these audits and what belongs to them' })
  auditIds?: string[];
  @Codes({
    max: 60,
    pattern: /^[a-z_]+$/,
    optional: true,
    min: 1,
    description: 'Only these kinds of records',
    example: ['nonconformity', 'action'],
  })
  recordTypes?: string[];
  @Flag({ optional: true, description: 'Go on without attachments whose content was damaged, and list them' })
  withKnownDamage?: boolean;
}

/** What a pack holds. */
export class PackCounts {
  @Whole({ min: 0, max: 2_147_483_647, description: 'Records and their parts' }) records: number;
  @Whole({ min: 0, max: 2_147_483_647, description: 'Lines of history' }) lines: number;
  @Whole({ min: 0, max: 2_147_483_647, description: 'Different contents of attachments' }) attachments: number;
  @Whole({ min: 0, max: 2_147_483_647, description: 'What is in scope and not in the pack' }) omissions: number;
}

/** Records with their history and attachments as one file, for whoever must verify them without the product. */
@Entity()
export class EvidencePack extends RecordEntity {
  @Code({ max: 20, example: 'EP-2026-0001' }) reference: string;
  @Choice(packStates) state: PackState;
  @Structure(() => PackScope) scope: PackScope;
  @Code({ max: 80, description: 'Who asked for it, as in the history' }) requestedBy: string;
  @Reference({ nullable: true }) requestedById: string | null;
  @Instant({ nullable: true, description: 'The one moment that all of it shows' }) asOf: string | null;
  @Decimal({ min: 0, nullable: true, example: 1048576 }) bytes: number | null;
  @Code({ max: 64, nullable: true, description: 'SHA-256 of the file; its ETag' }) sha256: string | null;
  @Structure(() => PackCounts, { nullable: true }) counts: PackCounts | null;
  @Text({ max: 2000, nullable: true, description: 'Why it could not be made' }) failure: string | null;
  @Instant({ nullable: true, description: 'The file is deleted after this' }) keptUntil: string | null;
  @Whole({ min: 0, max: 2_147_483_647 }) downloads: number;
  @Instant({ nullable: true }) lastDownloadedAt: string | null;
}
