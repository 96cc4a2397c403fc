import { Code, Day, Instant, RecordEntity, Reference, Text } from '#platform';
import { Entity } from 'typeorm';

/** A file as evidence of a record (7.5.3 of both standards). Never removed: it is voided, with a reason. */
@Entity()
export class Attachment extends RecordEntity {
  @Code({ max: 60, pattern: /^[a-z_]+$/, description: 'The kind of the record', example: 'nonconformity' })
  recordType: string;
  @Reference() recordId: string;
  @Reference({ nullable: true, description: 'The site of the record' }) siteId: string | null;
  @Reference() fileId: string;
  @Instant({
    nullable: true,
    description: 'When the photo was taken or the reading made',
    example: '2026-03-02T09:30:00Z',
  })
  capturedAt: string | null;
  @Day({ nullable: true, description: 'First day for which it is evidence', example: '2026-03-01' })
  effectiveFrom: string | null;
  @Day({ nullable: true, description: 'Last day for which it is evidence', example: '2026-03-31' })
  effectiveTo: string | null;
  @Text({ max: 2000, nullable: true, example: 'Gauge 7 before adjustment' }) note: string | null;
  @Code({ max: 80, description: 'Who added it, as in the history' }) addedBy: string;
  @Day({ nullable: true }) voidedOn: string | null;
  @Text({ max: 2000, nullable: true, example: 'Belongs to another lot' }) voidReason: string | null;
}
