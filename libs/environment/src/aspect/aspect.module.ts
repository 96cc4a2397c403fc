import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { AspectController } from './aspect.controller.js';
import { Aspect, AspectImpact } from './aspect.entity.js';
import { AspectImpactService } from './aspect-impact.service.js';
import { mayRead } from './aspect.policy.js';
import { AspectService, aspectWords } from './aspect.service.js';
import { aspectWork } from './aspect.work.js';

@Module({
  imports: [TypeOrmModule.forFeature([Aspect, AspectImpact])],
  controllers: [AspectController],
  providers: [AspectService, AspectImpactService],
  exports: [AspectService],
})
export class AspectModule {
  constructor(types: RecordTypes) {
    types.register<Aspect>({
      name: 'aspect',
      path: 'aspects',
      title: 'Environmental aspect',
      titles: 'Environmental aspects',
      entity: Aspect,
      mayRead,
      label: (aspect) => `${aspect.reference} ${aspect.activity}: ${aspect.title}`,
      endedOn: 'r.retired_on',
      scope: { site: 'site_id', discipline: 'environment' },
      listed: {
        reference: 'r.reference',
        title: `r.activity || ': ' || r.title`,
        state: 'r.state',
        read: 'aspect:read',
        words: aspectWords,
      },
      work: aspectWork,
    });
    types.register<AspectImpact>({
      name: 'aspect_impact',
      path: 'aspect-impacts',
      title: 'Environmental impact',
      titles: 'Environmental impacts',
      entity: AspectImpact,
      mayRead,
      label: (impact) => impact.description,
      scope: { site: 'site_id', discipline: 'environment' },
    });
  }
}
