import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, IfMatch, Operation, RecordId, Tx } from '#platform';
import { AnswerSyncService } from './answer-sync.service.js';
import { AuditDeviceService } from './audit-device.service.js';
import {
  AnswerConflictView,
  AuditDeviceView,
  ReportDevice,
  ResolveConflict,
  SendAnswer,
  SentAnswer,
} from './offline-checklist.dto.js';

@ApiTags('Audits')
@Controller('audits')
export class OfflineChecklistController {
  constructor(
    private readonly answers: AnswerSyncService,
    private readonly devices: AuditDeviceService,
  ) {}

  @Post(':id/checklist/:itemId/answers')
  @Operation('Sends an answer that may have been given without a network', SentAnswer, {
    description:
      'An answer to a version that is no longer current is kept beside the present one until the lead decides',
  })
  send(@CurrentTx() tx: Tx, @RecordId() id: string, @RecordId('itemId') itemId: string, @Body() body: SendAnswer) {
    return this.answers.send(tx, id, itemId, body);
  }

  @Get(':id/answer-conflicts')
  @Operation('Lists the answers of an audit that came after another one', [AnswerConflictView])
  async conflicts(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: await this.answers.conflicts(tx, id), nextCursor: null };
  }

  @Post(':id/answer-conflicts/:conflictId/resolution')
  @Operation('Decides which of two answers counts', AnswerConflictView)
  resolve(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @RecordId('conflictId') conflictId: string,
    @IfMatch() version: number,
    @Body() body: ResolveConflict,
  ) {
    return this.answers.resolve(tx, id, conflictId, version, body);
  }

  @Get(':id/devices')
  @Operation('Lists the devices that have an audit with them', [AuditDeviceView])
  async list(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: await this.devices.list(tx, id), nextCursor: null };
  }

  @Put(':id/devices/:deviceId')
  @Operation('Tells how much a device still has to send', AuditDeviceView)
  report(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @RecordId('deviceId') deviceId: string,
    @Body() { waiting }: ReportDevice,
  ) {
    return this.devices.report(tx, id, deviceId, waiting);
  }
}
