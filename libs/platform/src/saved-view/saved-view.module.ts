import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SavedViewController } from './saved-view.controller.js';
import { SavedView } from './saved-view.entity.js';
import { SavedViewService } from './saved-view.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([SavedView])],
  controllers: [SavedViewController],
  providers: [SavedViewService],
})
export class SavedViewModule {}
