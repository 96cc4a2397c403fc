import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import type { Tx } from '#platform';
import { ActionController } from './action.controller.js';
import { Action } from './action.entity.js';
import { ActionService, actionWords } from './action.service.js';
import { mayRead } from './action.workflow.js';
import { actionWork } from './action.work.js';

/** The actions for nonconformities that audits found. */
async function takenFor(tx: Tx, auditIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    'SELECT a.id FROM action a JOIN finding f ON f.org_id = a.org_id AND f.nonconformity_id = a.nonconformity_id WHERE f.org_id = $1 AND f.audit_id = ANY ($2)',
    [tx.actor.orgId, auditIds],
  );
  return rows.map(({ id }) => id);
}

@Module({
  imports: [TypeOrmModule.forFeature([Action])],
  controllers: [ActionController],
  providers: [ActionService],
  exports: [ActionService],
})
export class ActionModule {
  constructor(types: RecordTypes) {
    types.register<Action>({
      name: 'action',
      path: 'actions',
      title: 'Action',
      titles: 'Actions',
      entity: Action,
      mayRead,
      label: (action) => `${action.reference} ${action.title}`,
      endedOn: `CASE WHEN r.state IN ('accepted', 'cancelled') THEN coalesce(r.accepted_on, r.due_on) END`,
      scope: { day: 'due_on', disciplines: 'disciplines', site: 'site_id' },
      listed: { reference: 'r.reference', title: 'r.title', state: 'r.state', read: 'action:read', words: actionWords },
      work: actionWork,
      relatedToAudits: takenFor,
    });
  }
}
