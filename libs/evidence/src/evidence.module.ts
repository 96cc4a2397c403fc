import { Global, Module } from '@nestjs/common';
import { HistoryController } from './history/history.controller.js';
import { HistoryService } from './history/history.service.js';
import { registerPlatformRecords } from './record-type/platform-records.js';
import { RecordTypes } from './record-type/record-types.js';

/** What is recorded about records: history, files, packs. */
@Global()
@Module({
  controllers: [HistoryController],
  providers: [RecordTypes, HistoryService],
  exports: [RecordTypes, HistoryService],
})
export class EvidenceModule {
  constructor(types: RecordTypes) {
    registerPlatformRecords(types);
  }
}
