import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { ActionController } from './action.controller.js';
import { Action } from './action.entity.js';
import { ActionService } from './action.service.js';
import { mayRead } from './action.workflow.js';

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
      scope: { day: 'due_on', disciplines: 'disciplines', site: 'site_id' },
    });
  }
}
