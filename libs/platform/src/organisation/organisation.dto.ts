import { OmitType, PartialType, PickType } from '@nestjs/swagger';
import { Text } from '../http/fields.js';
import { Organisation } from './organisation.entity.js';

export class EditOrganisation extends PartialType(
  PickType(Organisation, ['name', 'timeZone', 'justifiableRules', 'anchorEmail', 'signatureProof'] as const),
  { skipNullProperties: false },
) {
  @Text({ max: 2000, optional: true, description: 'Why; needed when the justifiable rules change' }) reason?: string;
}

export class OrganisationView extends OmitType(Organisation, ['orgId'] as const) {}
