import { type Discipline, disciplines } from '#platform';
import { ApiProperty } from '@nestjs/swagger';

/** An edition of a standard, as far as its numbers and titles go. */
export class EditionView {
  @ApiProperty({ example: 'ISO 9001' }) standard: string;
  @ApiProperty({ example: '2026' }) edition: string;
  @ApiProperty({ enum: disciplines, example: 'quality' }) discipline: Discipline;
  @ApiProperty({ example: 'iso-9001/2026', description: 'Its part of the address /standards/…/clauses' }) path: string;
  @ApiProperty({ example: '2026-09-16' }) published: string;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'The edition that came after' })
  replacedBy: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) amendment: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'How sure the numbers and titles are' })
  confidence: string | null;
}

/** A clause with those below it. */
export class ClauseView {
  @ApiProperty({ example: 'ISO 9001:2026 / 8.7', description: 'How records cite it' }) reference: string;
  @ApiProperty({ example: '8.7' }) clause: string;
  @ApiProperty({ example: 'Control of nonconforming outputs' }) title: string;
  @ApiProperty({
    enum: disciplines,
    isArray: true,
    description: 'The standards that have such a clause, under this number or another',
  })
  disciplines: Discipline[];
  @ApiProperty({ description: 'The other standard has it under the same number and title' }) common: boolean;
  @ApiProperty({ type: [String], example: [], description: 'Where it went in the next edition' }) successors: string[];
  @ApiProperty({ type: [String], example: ['ISO 9001:2015 / 8.7'], description: 'Where it came from' })
  predecessors: string[];
  @ApiProperty({ type: () => [ClauseView], example: [] }) children: ClauseView[];
}
