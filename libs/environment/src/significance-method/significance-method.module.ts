import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecordTypes } from '#evidence';
import { SignificanceMethodController } from './significance-method.controller.js';
import { SignificanceMethod, SignificanceMethodVersion } from './significance-method.entity.js';
import { mayRead } from './significance-method.policy.js';
import { SignificanceMethodService, methodWords } from './significance-method.service.js';
import { SignificanceMethodVersionController } from './significance-method-version.controller.js';
import { SignificanceMethodVersionService } from './significance-method-version.service.js';
import { methodVersionWork } from './significance-method.work.js';

/** A column of the method that a version `r` belongs to. */
const methodOf = (column: string) =>
  `(SELECT m.${column} FROM significance_method m WHERE m.org_id = r.org_id AND m.id = r.method_id)`;

@Module({
  imports: [TypeOrmModule.forFeature([SignificanceMethod, SignificanceMethodVersion])],
  controllers: [SignificanceMethodController, SignificanceMethodVersionController],
  providers: [SignificanceMethodService, SignificanceMethodVersionService],
  exports: [SignificanceMethodVersionService],
})
export class SignificanceMethodModule {
  constructor(types: RecordTypes) {
    types.register<SignificanceMethod>({
      name: 'significance_method',
      path: 'significance-methods',
      title: 'Significance method',
      titles: 'Significance methods',
      entity: SignificanceMethod,
      mayRead,
      label: (method) => `${method.code} ${method.name}`,
      scope: { disciplines: 'disciplines' },
      listed: { reference: 'r.code', title: 'r.name', state: null, read: 'aspect:read', words: methodWords },
    });
    types.register<SignificanceMethodVersion>({
      name: 'significance_method_version',
      path: 'significance-method-versions',
      title: 'Version of a significance method',
      titles: 'Versions of significance methods',
      entity: SignificanceMethodVersion,
      // Methods are for environmental aspects, so who may read those may read how they are judged.
      mayRead: (actor) => mayRead(actor, { disciplines: ['environment'] }),
      label: (version) => `Version ${version.versionNumber}`,
      scope: { discipline: 'environment' },
      listed: {
        reference: `${methodOf('code')} || ' v' || r.version_number`,
        title: methodOf('name'),
        state: 'r.state',
        read: 'aspect:read',
      },
      work: methodVersionWork,
    });
  }
}
