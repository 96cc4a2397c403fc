import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { ChecklistTemplateController } from './checklist-template.controller.js';
import { ChecklistTemplate, ChecklistVersion } from './checklist-template.entity.js';
import { ChecklistTemplateService, checklistWords } from './checklist-template.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ChecklistTemplate, ChecklistVersion])],
  controllers: [ChecklistTemplateController],
  providers: [ChecklistTemplateService],
  exports: [ChecklistTemplateService],
})
export class ChecklistTemplateModule {
  constructor(types: RecordTypes) {
    types.register<ChecklistTemplate>({
      name: 'checklist_template',
      path: 'checklist-templates',
      title: 'Checklist',
      titles: 'Checklists',
      entity: ChecklistTemplate,
      mayRead: (actor, template) => actor.can('audit:read', template),
      label: (template) => `${template.code} ${template.title}`,
      scope: { disciplines: 'disciplines' },
      listed: { reference: 'r.code', title: 'r.title', state: null, read: 'audit:read', words: checklistWords },
      parts: [
        {
          entity: ChecklistVersion,
          title: 'Version of the checklist',
          titles: 'Versions of checklists',
          of: 'template_id',
        },
      ],
    });
  }
}
