import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { shown } from '../database/record.entity.js';
import { Tx } from '../database/tx.js';
import { Operation } from '../http/operation.js';
import { CurrentTx, IfMatch, RecordId } from '../http/request.js';
import { EditSite, OpenSite, SiteQuery, SiteView } from './site.dto.js';
import { SiteService } from './site.service.js';

@ApiTags('Sites')
@Controller('sites')
export class SiteController {
  constructor(private readonly sites: SiteService) {}

  @Get()
  @Operation('Lists the sites that the caller may see', [SiteView])
  async list(@CurrentTx() tx: Tx, @Query() query: SiteQuery) {
    const page = await this.sites.list(tx, query);
    return { ...page, items: page.items.map(shown) };
  }

  @Get(':id')
  @Operation('Reads a site', SiteView)
  async get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return shown(await this.sites.get(tx, id));
  }

  @Post()
  @Operation('Adds a site', SiteView, { status: 201 })
  async open(@CurrentTx() tx: Tx, @Body() body: OpenSite) {
    return shown(await this.sites.open(tx, body));
  }

  @Patch(':id')
  @Operation('Changes fields of a site, or closes it', SiteView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditSite) {
    return shown(await this.sites.edit(tx, id, version, body));
  }
}
