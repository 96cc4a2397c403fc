import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { AuditModule } from '../audit/audit.module.js';
import { NonconformityModule } from '../nonconformity/nonconformity.module.js';
import { FindingController } from './finding.controller.js';
import { Finding } from './finding.entity.js';
import { FindingService, findingWords } from './finding.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Finding]), AuditModule, NonconformityModule],
  controllers: [FindingController],
  providers: [FindingService],
  exports: [FindingService],
})
export class FindingModule {
  constructor(types: RecordTypes) {
    types.register<Finding>({
      name: 'finding',
      path: 'findings',
      title: 'Finding',
      titles: 'Findings',
      entity: Finding,
      mayRead: (actor, finding) => actor.can('audit:read', finding),
      label: (finding) => `${finding.reference} ${finding.title}`,
      endedOn: `CASE WHEN r.state IN ('issued', 'withdrawn') THEN r.found_on END`,
      scope: { day: 'found_on', disciplines: 'disciplines', clauses: 'clauses', site: 'site_id', audit: 'audit_id' },
      listed: { reference: 'r.reference', title: 'r.title', state: 'r.state', read: 'audit:read', words: findingWords },
    });
  }
}
