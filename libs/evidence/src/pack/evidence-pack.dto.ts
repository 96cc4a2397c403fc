import { Choice, PageQuery } from '#platform';
import { ApiProperty, OmitType, PickType } from '@nestjs/swagger';
import { EvidencePack, type PackState, packStates } from './evidence-pack.entity.js';

export class RequestEvidencePack extends PickType(EvidencePack, ['scope'] as const) {}

export class EvidencePackQuery extends PageQuery {
  @Choice(packStates, { optional: true }) state?: PackState;
}

/** One kind of record and how many of it a scope holds. */
export class PreviewedKind {
  @ApiProperty({ type: String, example: 'nonconformity' }) recordType: string;
  @ApiProperty({ type: 'integer', minimum: 1 }) records: number;
}

/** What a pack of this scope would hold, counted now. */
export class EvidencePackPreview {
  @ApiProperty({ type: [PreviewedKind], description: 'Kinds without a record in scope are left out' })
  kinds: PreviewedKind[];
  @ApiProperty({ type: 'integer', minimum: 0, description: 'All of them' }) records: number;
}

/** How far a job has come: `done` of `total` in this phase. */
export class PackProgressView {
  @ApiProperty({ example: 'records' }) phase: string;
  @ApiProperty({ type: 'integer', minimum: 0 }) done: number;
  @ApiProperty({ type: 'integer', minimum: 0 }) total: number;
}

export class EvidencePackView extends OmitType(EvidencePack, ['orgId'] as const) {
  @ApiProperty({ example: 'Eva Lindqvist' }) requestedByName: string;
  @ApiProperty({ type: PackProgressView, nullable: true, description: 'While it is being made' })
  progress: PackProgressView | null;
}
