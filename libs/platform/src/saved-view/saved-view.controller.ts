import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { shown } from '../database/record.entity.js';
import { Tx } from '../database/tx.js';
import { Operation } from '../http/operation.js';
import { CurrentTx, IfMatch, RecordId } from '../http/request.js';
import { EditSavedView, SavedViewQuery, SavedViewView, SaveView } from './saved-view.dto.js';
import { SavedViewService } from './saved-view.service.js';

@ApiTags('Saved views')
@Controller('saved-views')
export class SavedViewController {
  constructor(private readonly views: SavedViewService) {}

  @Get()
  @Operation('Lists the views of the caller and those that others share', [SavedViewView])
  async list(@CurrentTx() tx: Tx, @Query() query: SavedViewQuery) {
    const page = await this.views.list(tx, query);
    return { ...page, items: page.items.map(shown) };
  }

  @Get(':id')
  @Operation('Reads a saved view', SavedViewView)
  async get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return shown(await this.views.get(tx, id));
  }

  @Post()
  @Operation('Saves what a page is filtered by', SavedViewView, { status: 201 })
  async save(@CurrentTx() tx: Tx, @Body() body: SaveView) {
    return shown(await this.views.save(tx, body));
  }

  @Patch(':id')
  @Operation('Changes a saved view', SavedViewView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditSavedView) {
    return shown(await this.views.edit(tx, id, version, body));
  }

  @Delete(':id')
  @Operation('Removes a saved view; its history stays', null, { status: 204 })
  async remove(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number): Promise<void> {
    await this.views.remove(tx, id, version);
  }
}
