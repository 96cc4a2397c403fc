import { OmitType, PickType } from '@nestjs/swagger';
import { PageQuery } from '#platform';
import { ChecklistTemplate, ChecklistVersion } from './checklist-template.entity.js';

export class MakeChecklist extends PickType(ChecklistTemplate, ['code', 'title', 'disciplines'] as const) {}
export class PublishChecklist extends PickType(ChecklistVersion, ['questions'] as const) {}
export class ChecklistQuery extends PageQuery {}
export class ChecklistTemplateView extends OmitType(ChecklistTemplate, ['orgId'] as const) {}
export class ChecklistVersionView extends OmitType(ChecklistVersion, ['orgId'] as const) {}
