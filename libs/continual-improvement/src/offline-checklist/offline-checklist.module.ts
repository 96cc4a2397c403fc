import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { AuditModule } from '../audit/audit.module.js';
import { ChecklistAnswerConflict } from './answer-conflict.entity.js';
import { AnswerSyncService } from './answer-sync.service.js';
import { AuditDeviceService } from './audit-device.service.js';
import { OfflineChecklistController } from './offline-checklist.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([ChecklistAnswerConflict]), AuditModule],
  controllers: [OfflineChecklistController],
  providers: [AnswerSyncService, AuditDeviceService],
})
export class OfflineChecklistModule {
  constructor(types: RecordTypes) {
    types.register<ChecklistAnswerConflict>({
      name: 'checklist_answer_conflict',
      path: 'checklist-answer-conflicts',
      title: 'Conflicting answer',
      titles: 'Conflicting answers',
      entity: ChecklistAnswerConflict,
      mayRead: (actor, answer) => actor.can('audit:read', answer),
      label: (answer) => `${answer.progress} ${answer.result ?? ''}`.trim(),
      scope: {},
      inPacks: false,
    });
  }
}
