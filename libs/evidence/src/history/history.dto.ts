import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Instant } from '#platform';
import { Erasure } from '../redaction/erasure.dto.js';

/** Added to the reading of every record. */
export class AsOfQuery {
  @Instant({
    optional: true,
    description: 'Shows the record as it stood at this instant',
    example: '2026-03-02T00:00:00Z',
  })
  asOf?: string;
}

export class HistoryQuery {
  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  @ApiProperty({
    required: false,
    type: 'integer',
    minimum: 2,
    description: 'Only versions below this one: the next page',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(2_147_483_647)
  before?: number;
}

const anyValue = (description: string): ApiPropertyOptions => ({
  description,
  example: 'containment',
  oneOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: true },
    { type: 'null' },
  ],
});

export class FieldChange {
  @ApiProperty() field: string;
  @ApiProperty(anyValue('The value before, of whatever type the field has')) before: unknown;
  @ApiProperty(anyValue('The value after')) after: unknown;
}

/** Who changed what, when, why and through what. */
export class HistoryEntry {
  @ApiProperty({ format: 'uuid', description: 'The line of the log, for its proof' }) entryId: string;
  @ApiProperty({ type: 'integer' }) version: number;
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ example: 'p:0199b8a1-0000-7000-8000-000000000001' }) actor: string;
  @ApiProperty({ example: 'Eva Lindqvist' }) actorName: string;
  @ApiProperty({ example: 'api' }) via: string;
  @ApiProperty({ example: 'nonconformity.close' }) act: string;
  @ApiProperty({ type: String, nullable: true }) reason: string | null;
  @ApiProperty({ type: String, nullable: true }) requestId: string | null;
  @ApiProperty({ type: [FieldChange] }) changes: FieldChange[];
  @ApiProperty({ type: [String], description: 'Fields whose text was erased since' }) erased: string[];
  @ApiProperty({ type: [Erasure], description: 'By which erasures' }) erasures: Erasure[];
}

export class HistoryPage {
  @ApiProperty({ type: [HistoryEntry] }) items: HistoryEntry[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as before to get earlier changes' }) nextCursor:
    string | null;
}

export class PastRecordQuery {
  @Instant({ description: 'The instant to look at', example: '2026-03-02T00:00:00Z' }) at: string;
}

/** A record of any kind as it stood; its fields are those of its kind. */
export class PastRecord {
  @ApiProperty({ example: 'site' }) recordType: string;
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { name: 'Berlin plant' } }) record: object;
}
