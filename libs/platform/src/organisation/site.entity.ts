import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../database/record.entity.js';
import { Code, Day, Text } from '../http/fields.js';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, Matches, Max, Min } from 'class-validator';

/** A place of the organisation. */
@Entity()
export class Site extends RecordEntity {
  @Code({ max: 20, pattern: /^[A-Z0-9][A-Z0-9-]*$/, example: 'BER' }) code: string;
  @Text({ max: 200, example: 'Berlin plant' }) name: string;
  @Text({ max: 500, nullable: true }) address: string | null;
  @Code({ max: 100, nullable: true, description: 'Its number in another system' }) externalRef: string | null;
  @Day({ nullable: true }) closedOn: string | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'integer', minimum: 1, maximum: 7 },
    description: 'ISO weekdays, 1 is Monday',
    example: [1, 2, 3, 4, 5],
  })
  @Column('integer', { array: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  workingDays: number[];

  @ApiProperty({ type: 'array', items: { type: 'string', format: 'date' }, example: ['2026-12-25'] })
  @Column('date', { array: true })
  @IsArray()
  @ArrayMaxSize(400)
  @ArrayUnique()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { each: true })
  holidays: string[];
}
