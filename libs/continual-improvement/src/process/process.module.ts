import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { ProcessController } from './process.controller.js';
import { Process } from './process.entity.js';
import { mayRead, ProcessService, processWords } from './process.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Process])],
  controllers: [ProcessController],
  providers: [ProcessService],
  exports: [ProcessService],
})
export class ProcessModule {
  constructor(types: RecordTypes) {
    types.register<Process>({
      name: 'process',
      path: 'processes',
      title: 'Process',
      titles: 'Processes',
      entity: Process,
      mayRead,
      label: ({ code, name }) => `${code} ${name}`,
      scope: { disciplines: 'disciplines', site: 'site_id' },
      listed: { reference: 'r.code', title: 'r.name', state: null, read: 'organisation:read', words: processWords },
    });
  }
}
