import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeyController } from './api-key.controller.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyService } from './api-key.service.js';
import { PersonController } from './person.controller.js';
import { Person } from './person.entity.js';
import { PersonService } from './person.service.js';
import { RoleGrantController } from './role-grant.controller.js';
import { RoleGrant } from './role-grant.entity.js';
import { RoleGrantService } from './role-grant.service.js';

/** People, what they may do, and the keys of integrations. */
@Module({
  imports: [TypeOrmModule.forFeature([Person, RoleGrant, ApiKey])],
  controllers: [PersonController, RoleGrantController, ApiKeyController],
  providers: [PersonService, RoleGrantService, ApiKeyService],
  exports: [PersonService, RoleGrantService, ApiKeyService],
})
export class PeopleModule {}
