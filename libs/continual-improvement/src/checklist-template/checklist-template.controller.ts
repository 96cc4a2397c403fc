import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, RecordId, shown, Tx } from '#platform';
import {
  ChecklistQuery,
  ChecklistTemplateView,
  ChecklistVersionView,
  MakeChecklist,
  PublishChecklist,
} from './checklist-template.dto.js';
import { ChecklistTemplateService } from './checklist-template.service.js';

@ApiTags('Audits')
@Controller('checklist-templates')
export class ChecklistTemplateController {
  constructor(private readonly checklists: ChecklistTemplateService) {}

  @Get()
  @Operation('Lists checklists', [ChecklistTemplateView])
  list(@CurrentTx() tx: Tx, @Query() query: ChecklistQuery) {
    return this.checklists.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a checklist', ChecklistTemplateView)
  async get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return shown(await this.checklists.get(tx, id));
  }

  @Post()
  @Operation('Makes a checklist, without questions yet', ChecklistTemplateView, { status: 201 })
  async make(@CurrentTx() tx: Tx, @Body() body: MakeChecklist) {
    return shown(await this.checklists.make(tx, body));
  }

  @Get(':id/versions')
  @Operation('Lists the versions of a checklist', [ChecklistVersionView])
  async versions(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return { items: (await this.checklists.versions(tx, id)).map(shown), nextCursor: null };
  }

  @Post(':id/versions')
  @Operation('Publishes the next version of a checklist', ChecklistVersionView, { status: 201 })
  async publish(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: PublishChecklist) {
    return shown(await this.checklists.publish(tx, id, body));
  }
}
