import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { notFound, Operation } from '#platform';
import { viewClauses, viewEdition } from './clause-view.js';
import { ClauseView, EditionView } from './standard.dto.js';
import { editions } from './standard.js';

/** Bundled facts about the standards, the same for every organisation: numbers and short titles, never text. */
@ApiTags('Standards')
@Controller('standards')
export class StandardController {
  @Get()
  @Operation('Lists the editions of the standards', [EditionView])
  list() {
    return { items: editions.map(viewEdition), nextCursor: null };
  }

  @Get(':standard/:edition/clauses')
  @Operation('Shows the clauses of an edition as a tree', [ClauseView])
  clauses(@Param('standard') standard: string, @Param('edition') edition: string) {
    const items = viewClauses(standard, edition);
    if (!items) throw notFound('edition of a standard');
    return { items, nextCursor: null };
  }
}
