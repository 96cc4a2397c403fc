import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { AuditProgrammeController } from './audit-programme.controller.js';
import { AuditProgramme } from './audit-programme.entity.js';
import { AuditProgrammeService, programmeWords } from './audit-programme.service.js';
import { programmeWork } from './audit-programme.work.js';

@Module({
  imports: [TypeOrmModule.forFeature([AuditProgramme])],
  controllers: [AuditProgrammeController],
  providers: [AuditProgrammeService],
  exports: [AuditProgrammeService],
})
export class AuditProgrammeModule {
  constructor(types: RecordTypes) {
    types.register<AuditProgramme>({
      name: 'audit_programme',
      path: 'audit-programmes',
      title: 'Audit programme',
      titles: 'Audit programmes',
      entity: AuditProgramme,
      mayRead: (actor, programme) => actor.can('audit:read', programme),
      label: (programme) => `${programme.reference} ${programme.title}`,
      endedOn: `CASE WHEN r.state = 'closed' THEN make_date(r.year, 12, 31) END`,
      scope: { disciplines: 'disciplines' },
      listed: {
        reference: 'r.reference',
        title: 'r.title',
        state: 'r.state',
        read: 'audit:read',
        words: programmeWords,
      },
      work: programmeWork,
    });
  }
}
