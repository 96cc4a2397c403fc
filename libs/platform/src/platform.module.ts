import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import passport from 'passport';
import { DataSource } from 'typeorm';
import { Configuration } from './configuration/configuration.js';
import { PreparedClient } from './database/prepared-client.js';
import { SnakeCaseNaming } from './database/naming.js';
import { TxInterceptor } from './database/tx.interceptor.js';
import { FileModule } from './file/file.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validation } from './http/validation.js';
import { AccessGuard } from './identity/access.guard.js';
import { AccountService } from './identity/account.service.js';
import { PeopleModule } from './identity/people.module.js';
import { SessionController } from './identity/session.controller.js';
import { ApiKeyStrategy, SessionStrategy, sessionCookie } from './identity/token.strategies.js';
import { OrganisationModule } from './organisation/organisation.module.js';
import { SavedViewModule } from './saved-view/saved-view.module.js';

/** What any record keeper needs: database, people, HTTP conventions. It knows no record of a standard. */
@Module({})
export class PlatformModule {
  constructor(@InjectDataSource() dataSource: DataSource, configuration: Configuration) {
    passport.use(new SessionStrategy(dataSource, sessionCookie(configuration.secure)));
    passport.use(new ApiKeyStrategy(dataSource));
  }

  static with(configuration: Configuration, appDatabaseUrl: string): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: appDatabaseUrl,
          autoLoadEntities: true,
          namingStrategy: new SnakeCaseNaming(),
          synchronize: false,
          uuidExtension: 'pgcrypto',
          installExtensions: false,
          poolSize: 10,
          extra: { Client: PreparedClient, idleTimeoutMillis: 0, application_name: 'continua api' },
          logging: false,
        }),
        OrganisationModule,
        PeopleModule,
        FileModule,
        SavedViewModule,
      ],
      controllers: [SessionController],
      providers: [
        { provide: Configuration, useValue: configuration },
        AccountService,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: TxInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validation },
      ],
      exports: [Configuration, AccountService, FileModule, TypeOrmModule],
    };
  }
}
