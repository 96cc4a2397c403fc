import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { EffectivenessService } from './effectiveness.service.js';
import { NonconformityController } from './nonconformity.controller.js';
import { NonconformityCycle } from './nonconformity-cycle.entity.js';
import { DueDateExtension, EffectivenessCheck, Nonconformity } from './nonconformity.entity.js';
import { mayRead } from './nonconformity.policy.js';
import { NonconformityService } from './nonconformity.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Nonconformity, NonconformityCycle, EffectivenessCheck, DueDateExtension])],
  controllers: [NonconformityController],
  providers: [NonconformityService, EffectivenessService],
  exports: [NonconformityService, EffectivenessService],
})
export class NonconformityModule {
  constructor(types: RecordTypes) {
    types.register<Nonconformity>({
      name: 'nonconformity',
      path: 'nonconformities',
      title: 'Nonconformity',
      titles: 'Nonconformities',
      entity: Nonconformity,
      mayRead,
      label: (nonconformity) => `${nonconformity.reference ?? 'Draft'} ${nonconformity.title}`,
      scope: { day: 'detected_on', disciplines: 'disciplines', clauses: 'clauses', site: 'site_id' },
      parts: [
        { entity: NonconformityCycle, title: 'Earlier cycle', titles: 'Earlier cycles', of: 'nonconformity_id' },
        {
          entity: EffectivenessCheck,
          title: 'Effectiveness check',
          titles: 'Effectiveness checks',
          of: 'nonconformity_id',
        },
        { entity: DueDateExtension, title: 'Later due date', titles: 'Later due dates', of: 'nonconformity_id' },
      ],
    });
  }
}
