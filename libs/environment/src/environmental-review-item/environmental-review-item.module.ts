import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActionModule, NonconformityModule } from '#continual-improvement';
import { RecordTypes } from '#evidence';
import { AspectModule } from '../aspect/aspect.module.js';
import { EnvironmentalReviewModule } from '../environmental-review/environmental-review.module.js';
import { mayRead } from '../environmental-review/environmental-review.policy.js';
import { EnvironmentalReviewItemController } from './environmental-review-item.controller.js';
import { EnvironmentalReviewItem } from './environmental-review-item.entity.js';
import { EnvironmentalReviewItemService } from './environmental-review-item.service.js';
import { EnvironmentalReviewOutcomeService } from './environmental-review-outcome.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([EnvironmentalReviewItem]),
    EnvironmentalReviewModule,
    AspectModule,
    NonconformityModule,
    ActionModule,
  ],
  controllers: [EnvironmentalReviewItemController],
  providers: [EnvironmentalReviewItemService, EnvironmentalReviewOutcomeService],
  exports: [EnvironmentalReviewItemService, EnvironmentalReviewOutcomeService],
})
export class EnvironmentalReviewItemModule {
  constructor(types: RecordTypes) {
    types.register<EnvironmentalReviewItem>({
      name: 'environmental_review_item',
      path: 'environmental-review-items',
      title: 'Item of an environmental review',
      titles: 'Items of environmental reviews',
      entity: EnvironmentalReviewItem,
      mayRead,
      label: (item) => item.observation,
      scope: { disciplines: 'disciplines', clauses: 'clauses', site: 'site_id' },
    });
  }
}
