import { Module } from '@nestjs/common';
import { AspectModule } from '../aspect/aspect.module.js';
import { AspectRegisterReportController } from './aspect-register-report.controller.js';
import { AspectRegisterReportService } from './aspect-register-report.service.js';

@Module({
  imports: [AspectModule],
  controllers: [AspectRegisterReportController],
  providers: [AspectRegisterReportService],
})
export class AspectRegisterReportModule {}
