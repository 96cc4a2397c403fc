import { Injectable } from '@nestjs/common';
import { JobService } from './job.service.js';

/** Answers to repeated requests are kept for two days; clients repeat within minutes. */
@Injectable()
export class IdempotencyKeysJob {
  constructor(private readonly jobs: JobService) {
    jobs.schedule('17 3 * * *', 'expire_idempotency_keys', () => this.expire());
  }

  async expire(): Promise<void> {
    await this.jobs.inEachOrganisation('idempotency', async (tx) => {
      await tx.sql(`DELETE FROM idempotency_key WHERE org_id = $1 AND created_at < now() - interval '48 hours'`, [
        tx.actor.orgId,
      ]);
    });
  }
}
