import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { Code, PageQuery } from '#platform';
import { editionPattern } from '../auditor-competence/auditor-competence.entity.js';
import { ChecklistTemplate, ChecklistVersion } from './checklist-template.entity.js';

export class MakeChecklist extends IntersectionType(
  PickType(ChecklistTemplate, ['code', 'title', 'disciplines'] as const),
  PartialType(PickType(ChecklistTemplate, ['editions'] as const), { skipNullProperties: false }),
) {}
export class PublishChecklist extends PickType(ChecklistVersion, ['questions'] as const) {}
export class ChecklistQuery extends PageQuery {
  @Code({
    max: 20,
    pattern: editionPattern,
    optional: true,
    description: 'Asks about this edition',
    example: 'ISO 9001:2026',
  })
  edition?: string;
}
export class ChecklistTemplateView extends OmitType(ChecklistTemplate, ['orgId'] as const) {}
export class ChecklistVersionView extends OmitType(ChecklistVersion, ['orgId'] as const) {}
