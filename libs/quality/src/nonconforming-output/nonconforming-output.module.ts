import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NonconformityModule } from '#continual-improvement';
import { RecordTypes } from '#evidence';
import { NonconformingOutputController } from './nonconforming-output.controller.js';
import { NonconformingOutput } from './nonconforming-output.entity.js';
import { mayRead } from './nonconforming-output.policy.js';
import { NonconformingOutputService } from './nonconforming-output.service.js';
import { outputWork } from './nonconforming-output.work.js';
import { outputWords } from './nonconforming-output.view.js';

@Module({
  imports: [TypeOrmModule.forFeature([NonconformingOutput]), NonconformityModule],
  controllers: [NonconformingOutputController],
  providers: [NonconformingOutputService],
  exports: [NonconformingOutputService],
})
export class NonconformingOutputModule {
  constructor(types: RecordTypes) {
    types.register<NonconformingOutput>({
      name: 'nonconforming_output',
      path: 'nonconforming-outputs',
      title: 'Nonconforming output',
      titles: 'Nonconforming outputs',
      entity: NonconformingOutput,
      mayRead,
      label: (output) => `${output.reference} ${output.product}`,
      endedOn: `CASE WHEN r.state = 'closed' THEN r.closed_on END`,
      scope: { disciplines: 'disciplines', site: 'site_id' },
      listed: {
        reference: 'r.reference',
        title: 'r.product',
        state: 'r.state',
        read: 'nonconformingOutput:read',
        words: outputWords,
      },
      work: outputWork,
    });
  }
}
