import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, RecordId, shown, Tx } from '#platform';
import { RecordTypes } from '../record-type/record-types.js';
import { HistoryPage, HistoryQuery, PastRecord, PastRecordQuery } from './history.dto.js';
import { HistoryService } from './history.service.js';

@ApiTags('History')
@Controller('history')
export class HistoryController {
  constructor(
    private readonly types: RecordTypes,
    private readonly history: HistoryService,
  ) {}

  @Get(':recordType/:id')
  @Operation('Lists the changes of a record, newest first', HistoryPage)
  async list(
    @CurrentTx() tx: Tx,
    @Param('recordType') recordType: string,
    @RecordId() id: string,
    @Query() query: HistoryQuery,
  ): Promise<HistoryPage> {
    const { type } = await this.types.readable(tx, recordType, id);
    const items = await this.history.changes(tx, type.entity, id, query.before ?? 2_147_483_647, query.limit ?? 50);
    const last = items.at(-1);
    return { items, nextCursor: last && last.version > 1 ? String(last.version) : null };
  }

  @Get(':recordType/:id/record')
  @Operation('Reads any record as it stood at an instant', PastRecord)
  async asOf(
    @CurrentTx() tx: Tx,
    @Param('recordType') recordType: string,
    @RecordId() id: string,
    @Query() { at }: PastRecordQuery,
  ): Promise<PastRecord> {
    const { type } = await this.types.readable(tx, recordType, id);
    return { recordType: type.name, at, record: shown(await this.history.asOf(tx, type.entity, id, at)) };
  }
}
