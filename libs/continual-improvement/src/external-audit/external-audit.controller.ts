import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, Tx } from '#platform';
import { AuditView } from '../audit/audit.dto.js';
import { AuditService } from '../audit/audit.service.js';
import { RecordExternalAudit } from './external-audit.dto.js';
import { ExternalAuditService } from './external-audit.service.js';

@ApiTags('Audits')
@Controller('external-audits')
export class ExternalAuditController {
  constructor(
    private readonly externalAudits: ExternalAuditService,
    private readonly audits: AuditService,
  ) {}

  @Post()
  @Operation('Records an audit by others with its findings, after the fact', AuditView, { status: 201 })
  async record(@CurrentTx() tx: Tx, @Body() body: RecordExternalAudit) {
    return this.audits.view(tx, await this.externalAudits.record(tx, body));
  }
}
