import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, RecordId, shown, Tx } from '#platform';
import { DescribeProcess, EditProcess, ProcessQuery, ProcessRow, ProcessView } from './process.dto.js';
import { ProcessService } from './process.service.js';

@ApiTags('Processes')
@Controller('processes')
export class ProcessController {
  constructor(private readonly processes: ProcessService) {}

  @Get()
  @Operation('Lists processes', [ProcessRow])
  async list(@CurrentTx() tx: Tx, @Query() query: ProcessQuery) {
    const page = await this.processes.list(tx, query);
    return { ...page, items: page.items.map(shown) };
  }

  @Get(':id')
  @Operation('Reads a process, now or as of an instant', ProcessView)
  async get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return shown(await this.processes.get(tx, id, asOf));
  }

  @Post()
  @Operation('Describes a process', ProcessView, { status: 201 })
  async describe(@CurrentTx() tx: Tx, @Body() body: DescribeProcess) {
    return shown(await this.processes.describe(tx, body));
  }

  @Patch(':id')
  @Operation('Changes fields of a process, or retires it', ProcessView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditProcess) {
    return shown(await this.processes.edit(tx, id, version, body));
  }
}
