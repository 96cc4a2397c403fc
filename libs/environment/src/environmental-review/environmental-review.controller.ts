import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import {
  EditEnvironmentalReview,
  EnvironmentalReviewQuery,
  EnvironmentalReviewRow,
  EnvironmentalReviewView,
  PlanEnvironmentalReview,
} from './environmental-review.dto.js';
import { EnvironmentalReviewService } from './environmental-review.service.js';

@ApiTags('Environmental reviews')
@Controller('environmental-reviews')
export class EnvironmentalReviewController {
  constructor(private readonly reviews: EnvironmentalReviewService) {}

  @Get()
  @Operation('Lists environmental reviews', [EnvironmentalReviewRow])
  list(@CurrentTx() tx: Tx, @Query() query: EnvironmentalReviewQuery) {
    return this.reviews.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads an environmental review, now or as of an instant', EnvironmentalReviewView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.reviews.get(tx, id, asOf);
  }

  @Post()
  @Operation('Plans an environmental review', EnvironmentalReviewView, { status: 201 })
  async plan(@CurrentTx() tx: Tx, @Body() body: PlanEnvironmentalReview) {
    return this.reviews.view(tx, await this.reviews.plan(tx, body));
  }

  @Patch(':id')
  @Operation('Changes fields of an environmental review', EnvironmentalReviewView)
  async edit(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: EditEnvironmentalReview,
  ) {
    return this.reviews.view(tx, await this.reviews.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Moves an environmental review on', EnvironmentalReviewView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.reviews.view(tx, await this.reviews.transition(tx, id, version, body));
  }
}
