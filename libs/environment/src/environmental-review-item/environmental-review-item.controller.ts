import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, RecordId, Tx } from '#platform';
import { RegisterAspect } from '../aspect/aspect.dto.js';
import {
  EditReviewItem,
  EnvironmentalReviewItemView,
  PlanItemAction,
  RecordReviewItem,
  ReportItemNonconformity,
  ReviewItemQuery,
} from './environmental-review-item.dto.js';
import { EnvironmentalReviewItemService } from './environmental-review-item.service.js';
import { EnvironmentalReviewOutcomeService } from './environmental-review-outcome.service.js';

const namesTheNewRecord = { status: 201, description: 'Answers the item, which names the new record.' } as const;

@ApiTags('Environmental reviews')
@Controller()
export class EnvironmentalReviewItemController {
  constructor(
    private readonly items: EnvironmentalReviewItemService,
    private readonly outcomes: EnvironmentalReviewOutcomeService,
  ) {}

  @Get('environmental-reviews/:id/items')
  @Operation('Lists the items of an environmental review', [EnvironmentalReviewItemView])
  list(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() query: ReviewItemQuery) {
    return this.items.list(tx, id, query);
  }

  @Post('environmental-reviews/:id/items')
  @Operation('Records an item of an environmental review', EnvironmentalReviewItemView, { status: 201 })
  async record(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: RecordReviewItem) {
    return this.items.view(tx, await this.items.record(tx, id, body));
  }

  @Get('environmental-review-items/:id')
  @Operation('Reads an item, now or as of an instant', EnvironmentalReviewItemView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.items.get(tx, id, asOf);
  }

  @Patch('environmental-review-items/:id')
  @Operation('Changes fields of an item', EnvironmentalReviewItemView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditReviewItem) {
    return this.items.view(tx, await this.items.edit(tx, id, version, body));
  }

  @Post('environmental-review-items/:id/aspect')
  @Operation('Adds an observed aspect to the register', EnvironmentalReviewItemView, namesTheNewRecord)
  async registerAspect(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: RegisterAspect) {
    return this.items.view(tx, await this.outcomes.registerAspect(tx, id, body));
  }

  @Post('environmental-review-items/:id/nonconformity')
  @Operation('Raises a nonconformity for an item', EnvironmentalReviewItemView, namesTheNewRecord)
  async reportNonconformity(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: ReportItemNonconformity) {
    return this.items.view(tx, await this.outcomes.reportNonconformity(tx, id, body));
  }

  @Post('environmental-review-items/:id/action')
  @Operation('Plans an action for an item', EnvironmentalReviewItemView, namesTheNewRecord)
  async planAction(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: PlanItemAction) {
    return this.items.view(tx, await this.outcomes.planAction(tx, id, body));
  }
}
