import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ExternalAuditController } from './external-audit.controller.js';
import { ExternalAuditService } from './external-audit.service.js';

/** Makes audits and findings; it keeps no records of its own. */
@Module({
  imports: [AuditModule],
  controllers: [ExternalAuditController],
  providers: [ExternalAuditService],
  exports: [ExternalAuditService],
})
export class ExternalAuditModule {}
