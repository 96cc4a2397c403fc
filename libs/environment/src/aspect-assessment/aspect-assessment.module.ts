import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { AspectModule } from '../aspect/aspect.module.js';
import { mayRead } from '../aspect/aspect.policy.js';
import { SignificanceMethodModule } from '../significance-method/significance-method.module.js';
import { AspectAssessmentController } from './aspect-assessment.controller.js';
import { AspectAssessment } from './aspect-assessment.entity.js';
import { AspectAssessmentService } from './aspect-assessment.service.js';
import { WhatIfController } from './what-if.controller.js';
import { WhatIfService } from './what-if.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AspectAssessment]), AspectModule, SignificanceMethodModule],
  controllers: [AspectAssessmentController, WhatIfController],
  providers: [AspectAssessmentService, WhatIfService],
  exports: [AspectAssessmentService],
})
export class AspectAssessmentModule {
  constructor(types: RecordTypes) {
    types.register<AspectAssessment>({
      name: 'aspect_assessment',
      path: 'aspect-assessments',
      title: 'Assessment of an aspect',
      titles: 'Assessments of aspects',
      entity: AspectAssessment,
      mayRead,
      label: ({ assessedOn, significant, formula }) =>
        `${assessedOn} ${significant ? 'significant' : 'not significant'}${formula && `: ${formula}`}`,
      scope: { day: 'assessed_on', site: 'site_id', discipline: 'environment' },
    });
  }
}
