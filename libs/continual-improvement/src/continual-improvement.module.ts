import { NonconformityReportModule } from './nonconformity-report/nonconformity-report.module.js';
import { Module } from '@nestjs/common';
import { ActionModule } from './action/action.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuditProgrammeModule } from './audit-programme/audit-programme.module.js';
import { AuditorCompetenceModule } from './auditor-competence/auditor-competence.module.js';
import { ChecklistTemplateModule } from './checklist-template/checklist-template.module.js';
import { ExternalAuditModule } from './external-audit/external-audit.module.js';
import { FindingModule } from './finding/finding.module.js';
import { ImprovementFigureModule } from './improvement-figure/improvement-figure.module.js';
import { NonconformityModule } from './nonconformity/nonconformity.module.js';
import { OfflineChecklistModule } from './offline-checklist/offline-checklist.module.js';
import { ProcessModule } from './process/process.module.js';
import { StandardModule } from './standard/standard.module.js';

/** What ISO 9001 and ISO 14001 share. It knows neither discipline's own records. */
@Module({
  imports: [
    NonconformityModule,
    ActionModule,
    AuditModule,
    AuditProgrammeModule,
    AuditorCompetenceModule,
    ChecklistTemplateModule,
    ExternalAuditModule,
    FindingModule,
    ImprovementFigureModule,
    NonconformityReportModule,
    OfflineChecklistModule,
    ProcessModule,
    StandardModule,
  ],
  exports: [
    NonconformityModule,
    ActionModule,
    AuditModule,
    AuditProgrammeModule,
    AuditorCompetenceModule,
    ChecklistTemplateModule,
    ExternalAuditModule,
    FindingModule,
    ProcessModule,
  ],
})
export class ContinualImprovementModule {}
