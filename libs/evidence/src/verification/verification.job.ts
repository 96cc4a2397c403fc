import path from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Configuration, FileStore, systemActor, Tx } from '#platform';
import { type JobPayload, JobService } from '../job/job.service.js';
import { Verification } from './verification.entity.js';
import { VerificationService, verifyEvidenceTask } from './verification.service.js';
import { verifyEvidence } from './verify-evidence.js';

/** Compares everything with what was recorded of it: when somebody asks, and each night. */
@Injectable()
export class VerificationJob {
  private readonly logger = new Logger('Verification');

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly configuration: Configuration,
    private readonly store: FileStore,
    private readonly verifications: VerificationService,
    jobs: JobService,
  ) {
    jobs.register(verifyEvidenceTask, (payload) => this.verify(payload));
    jobs.schedule('41 1 * * *', 'verify_all_evidence', () =>
      jobs.inEachOrganisation('verification', async (tx) => void (await this.verifications.begin(tx))),
    );
  }

  /** What is found is recorded, and told to whoever watches the log of the server. */
  async verify({ orgId, verificationId }: JobPayload): Promise<void> {
    const id = String(verificationId);
    const finishedAt = () => new Date().toISOString();
    try {
      const { rows, lines, files, faultCount, faults } = await verifyEvidence(
        this.dataSource,
        orgId,
        this.store,
        path.resolve(this.configuration.DATA_DIR),
      );
      if (faultCount > 0) this.logger.error(`${faultCount} faults in the evidence of ${orgId}: ${faults[0]!.message}`);
      await this.change(orgId, id, {
        state: faultCount > 0 ? 'faulty' : 'sound',
        finishedAt: finishedAt(),
        rowCount: rows,
        lineCount: lines,
        fileCount: files,
        faultCount,
        faults,
      });
    } catch (error) {
      this.logger.error(`Verification ${id}: ${(error as Error).stack ?? String(error)}`);
      const failure = 'Something went wrong on our side; the log of the server says what.';
      await this.change(orgId, id, { state: 'failed', finishedAt: finishedAt(), failure });
    }
  }

  private async change(orgId: string, id: string, changes: Partial<Verification>): Promise<void> {
    const actor = systemActor({ orgId, timeZone: 'UTC' }, 'verification');
    await Tx.write(this.dataSource, actor, { via: 'job', requestId: id }, async (tx) => {
      const verification = await tx.claim(Verification, id);
      if (verification.state !== 'queued') return;
      await tx.because('verification.finish');
      await tx.update(verification, changes);
    });
  }
}
