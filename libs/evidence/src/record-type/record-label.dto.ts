import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, Matches } from 'class-validator';
import { Code, Text } from '#platform';

/** Which records: a kind and an id, or a kind and the number that people use. */
export class RecordLabelQuery {
  @ApiProperty({
    type: String,
    description: 'At most 100 of kind:id or kind:reference, separated by commas',
    example: 'nonconformity:NC-2026-0042',
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(/^[a-z_]{1,60}:[\w-]{1,60}$/, { each: true, message: 'each must be kind:id or kind:reference' })
  of: string[];
}

/** How a record is named to people, and where it is. */
export class RecordLabel {
  @Text({ max: 130, description: 'As it was asked for', example: 'nonconformity:NC-2026-0042' }) of: string;
  @Code({ max: 60, pattern: /^[a-z_]+$/, example: 'nonconformity' }) recordType: string;
  @Code({ max: 60, example: 'nonconformities', description: 'The collection under /api/v1' }) path: string;
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @Code({ max: 60, nullable: true, example: 'NC-2026-0042' }) reference: string | null;
  @Text({ max: 2000, example: 'NC-2026-0042 Torque out of range on line 2' }) label: string;
}

export class RecordLabels {
  @ApiProperty({ type: [RecordLabel], description: 'Those that exist for the caller, in no order' })
  items: RecordLabel[];
}
