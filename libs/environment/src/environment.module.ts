import { Module } from '@nestjs/common';
import { AspectRegisterReportModule } from './aspect-register-report/aspect-register-report.module.js';
import { AspectModule } from './aspect/aspect.module.js';
import { AspectFigureModule } from './aspect-figure/aspect-figure.module.js';
import { AspectAssessmentModule } from './aspect-assessment/aspect-assessment.module.js';
import { EnvironmentalReviewModule } from './environmental-review/environmental-review.module.js';
import { EnvironmentalReviewItemModule } from './environmental-review-item/environmental-review-item.module.js';
import { SignificanceMethodModule } from './significance-method/significance-method.module.js';

const features = [
  AspectModule,
  AspectRegisterReportModule,
  SignificanceMethodModule,
  AspectAssessmentModule,
  AspectFigureModule,
  EnvironmentalReviewModule,
  EnvironmentalReviewItemModule,
];

/** What only ISO 14001 asks for. */
@Module({ imports: features, exports: features })
export class EnvironmentModule {}
