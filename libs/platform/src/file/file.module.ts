import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FileController } from './file.controller.js';
import { StoredFile } from './file.entity.js';
import { FileService } from './file.service.js';
import { FileStore } from './file-store.js';

@Module({
  imports: [TypeOrmModule.forFeature([StoredFile])],
  controllers: [FileController],
  providers: [FileStore, FileService],
  exports: [FileStore, FileService],
})
export class FileModule {}
