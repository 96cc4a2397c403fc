import { Module } from '@nestjs/common';
import { ComplaintModule } from './complaint/complaint.module.js';
import { NonconformingOutputModule } from './nonconforming-output/nonconforming-output.module.js';

/** What only ISO 9001 asks for. It builds on the shared records and is known to none of them. */
@Module({
  imports: [ComplaintModule, NonconformingOutputModule],
  exports: [ComplaintModule, NonconformingOutputModule],
})
export class QualityModule {}
