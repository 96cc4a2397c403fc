import { Module } from '@nestjs/common';
import { ActionModule } from './action/action.module.js';
import { NonconformityModule } from './nonconformity/nonconformity.module.js';
import { ProcessModule } from './process/process.module.js';
import { StandardModule } from './standard/standard.module.js';

/** What ISO 9001 and ISO 14001 share. It knows neither discipline's own records. */
@Module({
  imports: [NonconformityModule, ActionModule, ProcessModule, StandardModule],
  exports: [NonconformityModule, ActionModule, ProcessModule],
})
export class ContinualImprovementModule {}
