import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DatabaseAddresses } from '#platform';
import { LogAnchorController } from './anchor/log-anchor.controller.js';
import { LogAnchor } from './anchor/log-anchor.entity.js';
import { LogAnchorJob } from './anchor/log-anchor.job.js';
import { LogAnchorService } from './anchor/log-anchor.service.js';
import { AttachmentController } from './attachment/attachment.controller.js';
import { Attachment } from './attachment/attachment.entity.js';
import { AttachmentService } from './attachment/attachment.service.js';
import { HistoryController } from './history/history.controller.js';
import { HistoryService } from './history/history.service.js';
import { IdempotencyKeysJob } from './job/idempotency-keys.job.js';
import { JobService, workerDatabaseUrl } from './job/job.service.js';
import { LegalHoldController } from './legal-hold/legal-hold.controller.js';
import { LegalHold } from './legal-hold/legal-hold.entity.js';
import { LegalHoldService } from './legal-hold/legal-hold.service.js';
import { LogEpochController } from './log-epoch/log-epoch.controller.js';
import { LogEpoch } from './log-epoch/log-epoch.entity.js';
import { LogEpochService } from './log-epoch/log-epoch.service.js';
import { EvidencePackController } from './pack/evidence-pack.controller.js';
import { EvidencePack } from './pack/evidence-pack.entity.js';
import { EvidencePackJob } from './pack/evidence-pack.job.js';
import { EvidencePackService } from './pack/evidence-pack.service.js';
import { PackBuilder } from './pack/pack-builder.js';
import { PackFolder } from './pack/pack-folder.js';
import { PackProgress } from './pack/pack-progress.js';
import { PasskeyController } from './passkey/passkey.controller.js';
import { Passkey } from './passkey/passkey.entity.js';
import { PasskeySigning } from './passkey/passkey-signing.js';
import { PasskeyService } from './passkey/passkey.service.js';
import { registerPlatformRecords } from './record-type/platform-records.js';
import { RecordLabelController } from './record-type/record-label.controller.js';
import { RecordTypes } from './record-type/record-types.js';
import { Disposal } from './retention/disposal.entity.js';
import { DisposalService } from './retention/disposal.service.js';
import { DisposalController, RetentionRuleController } from './retention/retention.controller.js';
import { RetentionRule } from './retention/retention-rule.entity.js';
import { RetentionService } from './retention/retention.service.js';
import { Typesetter } from './report/typesetter.js';
import { RedactionController } from './redaction/redaction.controller.js';
import { RedactionExecution } from './redaction/redaction-execution.js';
import { Redaction } from './redaction/redaction.entity.js';
import { ownerDatabaseUrl, RedactionJob } from './redaction/redaction.job.js';
import { RedactionService } from './redaction/redaction.service.js';
import { PublishedKeys } from './seal/published-keys.js';
import { SealedLogController } from './seal/sealed-log.controller.js';
import { SealedLogService } from './seal/sealed-log.service.js';
import { Sealer } from './seal/sealer.js';
import { SealingLag } from './seal/sealing-lag.js';
import { SearchController } from './search/search.controller.js';
import { SearchService } from './search/search.service.js';
import { SignatureController } from './signature/signature.controller.js';
import { Signature } from './signature/signature.entity.js';
import { SignatureService } from './signature/signature.service.js';
import { EvidenceHealthController } from './verification/evidence-health.controller.js';
import { VerificationController } from './verification/verification.controller.js';
import { Verification } from './verification/verification.entity.js';
import { VerificationJob } from './verification/verification.job.js';
import { VerificationService } from './verification/verification.service.js';
import { WorkItemController } from './work-item/work-item.controller.js';
import { WorkItemService } from './work-item/work-item.service.js';

/** What is recorded about records: history and its seal, files, packs. */
@Global()
@Module({})
export class EvidenceModule {
  constructor(types: RecordTypes) {
    registerPlatformRecords(types);
  }

  /** Needs the addresses of the database as the role that owns the queue of background work, and as its owner. */
  static with({ worker, owner }: Pick<DatabaseAddresses, 'worker' | 'owner'>): DynamicModule {
    return {
      module: EvidenceModule,
      imports: [
        TypeOrmModule.forFeature([
          Attachment,
          Disposal,
          EvidencePack,
          LegalHold,
          LogAnchor,
          LogEpoch,
          Passkey,
          Redaction,
          RetentionRule,
          Signature,
          Verification,
        ]),
      ],
      controllers: [
        RecordLabelController,
        HistoryController,
        SealedLogController,
        LogEpochController,
        LogAnchorController,
        AttachmentController,
        SignatureController,
        PasskeyController,
        EvidencePackController,
        VerificationController,
        EvidenceHealthController,
        RedactionController,
        LegalHoldController,
        RetentionRuleController,
        DisposalController,
        SearchController,
        WorkItemController,
      ],
      providers: [
        { provide: workerDatabaseUrl, useValue: worker },
        { provide: ownerDatabaseUrl, useValue: owner },
        RecordTypes,
        HistoryService,
        AttachmentService,
        PasskeyService,
        PasskeySigning,
        SignatureService,
        JobService,
        IdempotencyKeysJob,
        EvidencePackService,
        EvidencePackJob,
        PackBuilder,
        PackFolder,
        PackProgress,
        VerificationService,
        VerificationJob,
        LogAnchorService,
        LogAnchorJob,
        LegalHoldService,
        RedactionExecution,
        RedactionService,
        RedactionJob,
        RetentionService,
        DisposalService,
        Typesetter,
        SearchService,
        WorkItemService,
        PublishedKeys,
        Sealer,
        SealedLogService,
        LogEpochService,
        SealingLag,
      ],
      exports: [RecordTypes, HistoryService, AttachmentService, SignatureService, JobService, SealingLag, Typesetter],
    };
  }
}
