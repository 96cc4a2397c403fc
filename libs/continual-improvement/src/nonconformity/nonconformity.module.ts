import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import type { Tx } from '#platform';
import { EffectivenessService } from './effectiveness.service.js';
import { NonconformityController } from './nonconformity.controller.js';
import { NonconformityCycle } from './nonconformity-cycle.entity.js';
import { DueDateExtension, EffectivenessCheck, Nonconformity } from './nonconformity.entity.js';
import { mayRead } from './nonconformity.policy.js';
import { NonconformityService } from './nonconformity.service.js';
import { nonconformityWork } from './nonconformity.work.js';
import { nonconformityWords } from './nonconformity.view.js';

/** The nonconformities that became of the findings of audits. */
async function foundIn(tx: Tx, auditIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    'SELECT nonconformity_id AS id FROM finding WHERE org_id = $1 AND audit_id = ANY ($2) AND nonconformity_id IS NOT NULL',
    [tx.actor.orgId, auditIds],
  );
  return rows.map(({ id }) => id);
}

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
      endedOn: `CASE WHEN r.state IN ('closed', 'rejected') THEN coalesce(r.closed_on, r.detected_on) END`,
      scope: { day: 'detected_on', disciplines: 'disciplines', clauses: 'clauses', site: 'site_id' },
      listed: {
        reference: 'r.reference',
        title: 'r.title',
        state: 'r.state',
        read: 'nonconformity:read',
        words: nonconformityWords,
      },
      work: nonconformityWork,
      relatedToAudits: foundIn,
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
