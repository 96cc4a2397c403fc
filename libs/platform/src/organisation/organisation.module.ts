import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganisationController } from './organisation.controller.js';
import { Organisation } from './organisation.entity.js';
import { OrganisationService } from './organisation.service.js';
import { SiteController } from './site.controller.js';
import { Site } from './site.entity.js';
import { SiteService } from './site.service.js';

/** The organisation and its sites. */
@Module({
  imports: [TypeOrmModule.forFeature([Organisation, Site])],
  controllers: [OrganisationController, SiteController],
  providers: [OrganisationService, SiteService],
  exports: [OrganisationService, SiteService],
})
export class OrganisationModule {}
