import { type DynamicModule, Module } from '@nestjs/common';
import { type Configuration, type DatabaseAddresses, PlatformModule } from '#platform';
import { ContinualImprovementModule } from '#continual-improvement';
import { EnvironmentModule } from '#environment';
import { EvidenceModule } from '#evidence';
import { QualityModule } from '#quality';
import { HealthController } from './health.controller.js';

@Module({})
export class AppModule {
  static with(configuration: Configuration, addresses: DatabaseAddresses): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(configuration, addresses.app),
        EvidenceModule.with(addresses),
        ContinualImprovementModule,
        QualityModule,
        EnvironmentModule,
      ],
      controllers: [HealthController],
    };
  }
}
