import { Choice, Code, Flag, Reference, Text, Whole } from '#platform';
import { CountedRecords, FigureMeaning, FigureQuery } from '#continual-improvement';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { signs } from '../aspect/aspect-choices.js';
import type { Sign } from '../significance-method/significance.js';
import { ScaleStep } from '../significance-method/significance-method.structure.js';

export class AspectFigureQuery extends FigureQuery {
  @Choice(signs, { optional: true, description: 'Adverse without it; beneficial ones are ranked apart' }) sign?: Sign;
  @Reference({
    optional: true,
    description: 'A published version of a method; without it the one by which most aspects were assessed last',
  })
  methodVersionId?: string;
}

/** A criterion of the method, and its scale from low to high. */
export class MatrixAxis {
  @Code({ max: 20, example: 'S' }) key: string;
  @Text({ max: 200, example: 'Severity' }) name: string;
  @ApiProperty({ type: [ScaleStep] }) steps: ScaleStep[];
}

export class MatrixCell extends CountedRecords {
  @Whole({ min: 0, max: 1000, description: 'The score by the criterion of the rows' }) row: number;
  @Whole({ min: 0, max: 1000, description: 'The score by the criterion of the columns' }) column: number;
  @Whole({ min: 0, max: 1_000_000_000, description: 'Significant ones among them' }) significant: number;
}

/** Aspects by the two criteria that weigh most; of equal weight, those that the method names first. */
export class AspectMatrix {
  @Reference() methodVersionId: string;
  @Text({ max: 40, example: 'M2 v1' }) method: string;
  @Flag({ description: 'It is the latest published version of its method' }) inForce: boolean;
  @ApiProperty({ type: MatrixAxis }) rows: MatrixAxis;
  @ApiProperty({ type: MatrixAxis }) columns: MatrixAxis;
  @ApiProperty({ type: [MatrixCell], description: 'Every cell, row by row, also the empty ones' }) cells: MatrixCell[];
  @ApiProperty({ type: CountedRecords, description: 'Assessed last by other versions or methods: in no cell' })
  otherVersions: CountedRecords;
}

/** Active aspects of one sign, by their latest assessments. */
export class AspectFigure extends IntersectionType(FigureMeaning) {
  @Choice(signs) sign: Sign;
  @ApiProperty({ type: CountedRecords }) active: CountedRecords;
  @ApiProperty({ type: CountedRecords }) significant: CountedRecords;
  @ApiProperty({ type: CountedRecords, description: 'Never assessed: in no cell' }) unassessed: CountedRecords;
  @ApiProperty({ type: AspectMatrix, nullable: true, description: 'Null while no method has two criteria' })
  matrix: AspectMatrix | null;
}
