import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { EnvironmentalReviewItem } from '../environmental-review-item/environmental-review-item.entity.js';
import { EnvironmentalReviewController } from './environmental-review.controller.js';
import { EnvironmentalReview } from './environmental-review.entity.js';
import { mayRead } from './environmental-review.policy.js';
import { EnvironmentalReviewService } from './environmental-review.service.js';
import { reviewWork } from './environmental-review.work.js';
import { reviewWords } from './environmental-review.view.js';

@Module({
  imports: [TypeOrmModule.forFeature([EnvironmentalReview])],
  controllers: [EnvironmentalReviewController],
  providers: [EnvironmentalReviewService],
  exports: [EnvironmentalReviewService],
})
export class EnvironmentalReviewModule {
  constructor(types: RecordTypes) {
    types.register<EnvironmentalReview>({
      name: 'environmental_review',
      path: 'environmental-reviews',
      title: 'Environmental review',
      titles: 'Environmental reviews',
      entity: EnvironmentalReview,
      mayRead,
      label: (review) => `${review.reference} ${review.title}`,
      endedOn: `CASE WHEN r.state IN ('approved', 'cancelled') THEN coalesce(r.approved_on, r.due_on) END`,
      scope: { day: 'due_on', disciplines: 'disciplines', site: 'site_id' },
      listed: {
        reference: 'r.reference',
        title: 'r.title',
        state: 'r.state',
        read: 'environmentalReview:read',
        words: reviewWords,
      },
      work: reviewWork,
      signedWith: [{ entity: EnvironmentalReviewItem, of: 'review_id' }],
    });
  }
}
