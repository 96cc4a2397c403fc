import { Code, Reference, Text } from '#platform';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class SearchQuery {
  @Text({ max: 200, description: 'A number or its beginning, or words', example: 'NC-2026-42' }) q: string;

  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: 50, default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit?: number;
}

/** A record that was found, of whatever kind. */
export class SearchHit {
  @Code({ max: 60, example: 'nonconformity' }) recordType: string;
  @Code({ max: 60, description: 'The part of its address before the id', example: 'nonconformities' }) path: string;
  @Reference() id: string;
  @Code({ max: 60, nullable: true, description: 'Its number or code, if it has one', example: 'NC-2026-0042' })
  reference: string | null;
  @Text({ max: 1100, example: 'Torque out of range on line 2' }) title: string;
  @Code({ max: 60, nullable: true, description: 'None for what has no life of its own', example: 'analysis' })
  state: string | null;
}
