import { Entity } from 'typeorm';
import { RecordEntity } from '../database/record.entity.js';
import { Choice, Code, Codes, Day, Flag, Reference, Structure, Text, Whole } from '../http/fields.js';

const displays = ['table', 'board', 'cards', 'matrix', 'year', 'month'] as const;
const densities = ['comfortable', 'compact'] as const;
const fieldPattern = /^[a-z][A-Za-z0-9.]*$/;

/** How the rows are shown; what is left out is as the page has it. */
export class ViewLayout {
  @Choice(displays, { optional: true }) display?: (typeof displays)[number];
  @Choice(densities, { optional: true }) density?: (typeof densities)[number];
  @Codes({ optional: true, max: 60, pattern: fieldPattern, maxItems: 60, example: ['reference', 'title', 'dueOn'] })
  columns?: string[];
  @Code({ optional: true, max: 60, pattern: fieldPattern, example: 'processId' }) groupBy?: string;
}

/** What somebody filters a page by, kept under a name. Whoever opens it sees what they may read, not what its owner sees. */
@Entity()
export class SavedView extends RecordEntity {
  @Text({ max: 100, example: 'Major and overdue' }) name: string;
  @Code({ max: 60, pattern: /^[a-z][a-z-]*$/, description: 'The page that it belongs to', example: 'nonconformities' })
  page: string;
  @Text({ max: 2000, min: 0, description: 'The parameters of its address', example: 'grade=major&overdue=true' })
  query: string;
  @Structure(() => ViewLayout, { nullable: true }) layout: ViewLayout | null;
  @Flag({ description: 'Everybody of the organisation sees it' }) shared: boolean;
  @Reference() ownerId: string;
  @Whole({ min: 0, max: 10_000, description: 'Its place among the views of the page' }) position: number;
  @Day({ nullable: true, description: 'When it was removed' }) voidedOn: string | null;
}
