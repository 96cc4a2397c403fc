import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { AuditorCompetenceController } from './auditor-competence.controller.js';
import { AuditorCompetence } from './auditor-competence.entity.js';
import { AuditorCompetenceService, mayRead } from './auditor-competence.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AuditorCompetence])],
  controllers: [AuditorCompetenceController],
  providers: [AuditorCompetenceService],
  exports: [AuditorCompetenceService],
})
export class AuditorCompetenceModule {
  constructor(types: RecordTypes) {
    types.register<AuditorCompetence>({
      name: 'auditor_competence',
      path: 'auditor-competences',
      title: 'Auditor competence',
      titles: 'Auditor competences',
      entity: AuditorCompetence,
      mayRead,
      label: (competence) => `${competence.level} for ${competence.editions.join(', ')}`,
      scope: { day: 'valid_from' },
    });
  }
}
