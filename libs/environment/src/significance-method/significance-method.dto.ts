import { PageQuery, Text, Transition } from '#platform';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { SignificanceMethod, SignificanceMethodVersion } from './significance-method.entity.js';

/** A method begins with the draft of its first version. */
export class DefineMethod extends IntersectionType(
  PickType(SignificanceMethod, ['code', 'name'] as const),
  PickType(SignificanceMethodVersion, ['definition'] as const),
  PartialType(PickType(SignificanceMethod, ['purpose'] as const), { skipNullProperties: false }),
) {}

export class EditMethod extends PartialType(PickType(SignificanceMethod, ['name', 'purpose'] as const), {
  skipNullProperties: false,
}) {}

export class DraftMethodVersion extends PickType(SignificanceMethodVersion, ['definition'] as const) {
  @Text({ max: 2000, description: 'What changes, and why' }) changeNote: string;
}

export class EditMethodVersion extends PartialType(DraftMethodVersion, { skipNullProperties: false }) {}

export class MethodQuery extends PageQuery {}

/** The version that new assessments are made with. */
export class CurrentMethodVersion {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ type: 'integer' }) versionNumber: number;
  @ApiProperty({ format: 'date' }) publishedOn: string;
}

export class SignificanceMethodView extends OmitType(SignificanceMethod, ['orgId'] as const) {
  @ApiProperty({ type: CurrentMethodVersion, nullable: true, description: 'Null before the first one is published' })
  currentVersion: CurrentMethodVersion | null;
}

/** In a list of versions: without the definition. */
export class SignificanceMethodVersionRow extends OmitType(SignificanceMethodVersion, [
  'orgId',
  'definition',
] as const) {}

export class SignificanceMethodVersionView extends OmitType(SignificanceMethodVersion, ['orgId'] as const) {
  @ApiProperty({ type: [Transition] }) transitions: Transition[];
}
