import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, Tx } from '#platform';
import { SearchHit, SearchQuery } from './search.dto.js';
import { SearchService } from './search.service.js';

@ApiTags('Work')
@Controller('search')
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Get()
  @Operation('Finds records of all kinds by number or words', [SearchHit])
  find(@CurrentTx() tx: Tx, @Query() query: SearchQuery) {
    return this.search.find(tx, query);
  }
}
