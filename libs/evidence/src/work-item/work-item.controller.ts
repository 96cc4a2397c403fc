import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, Tx } from '#platform';
import { WorkItemPage, WorkItemQuery } from './work-item.dto.js';
import { WorkItemService } from './work-item.service.js';

@ApiTags('Work')
@Controller('work-items')
export class WorkItemController {
  constructor(private readonly workItems: WorkItemService) {}

  @Get()
  @Operation('Lists what waits for the caller, the most urgent first', WorkItemPage)
  list(@CurrentTx() tx: Tx, @Query() query: WorkItemQuery) {
    return this.workItems.list(tx, query);
  }
}
