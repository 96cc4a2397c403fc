import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Configuration, Organisation, systemActor, Tx } from '#platform';
import { type JobPayload, JobService } from '../job/job.service.js';
import { PublishedKeys } from '../seal/published-keys.js';
import { SealedLogService } from '../seal/sealed-log.service.js';
import { AnchorRefusal } from './anchor-refusal.js';
import { mailCheckpoint } from './checkpoint-mail.js';
import { LogAnchor } from './log-anchor.entity.js';
import { anchorLogTask, LogAnchorService } from './log-anchor.service.js';
import { stampText } from './time-stamp.js';

/** Mails checkpoints and has them stamped: when somebody asks, and when it is due. */
@Injectable()
export class LogAnchorJob {
  private readonly logger = new Logger('Anchor');

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly configuration: Configuration,
    private readonly anchors: LogAnchorService,
    private readonly log: SealedLogService,
    private readonly keys: PublishedKeys,
    jobs: JobService,
  ) {
    jobs.register(anchorLogTask, (payload) => this.anchor(payload));
    // Looked for more often than it is due: what failed is tried again.
    jobs.schedule('23 5 * * *', 'mail_checkpoints', () =>
      jobs.inEachOrganisation('anchor', (tx) => this.anchors.beginDue(tx, 'mail')),
    );
    jobs.schedule('17 * * * *', 'stamp_checkpoints', () =>
      jobs.inEachOrganisation('anchor', (tx) => this.anchors.beginDue(tx, 'timestamp')),
    );
  }

  /** A server that stops in between may do it twice: a second mail or stamp does no harm, a missing one would. */
  async anchor({ orgId, anchorId }: JobPayload): Promise<void> {
    const id = String(anchorId);
    try {
      const made = await this.make(orgId, id);
      if (made) await this.change(orgId, id, { ...made, state: 'made' });
    } catch (error) {
      const refused = error instanceof AnchorRefusal;
      this.logger.error(`Anchor ${id}: ${wordsOf(error)}`);
      const failure = refused ? error.message : 'Something went wrong on our side; the log of the server says what.';
      await this.change(orgId, id, { state: 'failed', failure });
    }
  }

  /** Outside of any transaction: others answer when they like. Undefined when there is nothing left to do. */
  private async make(orgId: string, id: string): Promise<Partial<LogAnchor> | undefined> {
    const { anchor, checkpoint, organisation, keys, lines } = await this.read(orgId, id);
    if (anchor.state !== 'queued') return undefined;
    const { SMTP_URL, TIMESTAMP_URL, mailFrom } = this.configuration;
    const made = { checkpoint: checkpoint.checkpoint, lines, asOf: checkpoint.signedAt };
    if (anchor.kind === 'timestamp') {
      if (!TIMESTAMP_URL) throw new AnchorRefusal('No time stamping authority is set up any more.');
      const { answer, at } = await stampText(TIMESTAMP_URL, checkpoint.checkpoint);
      const target = new URL(TIMESTAMP_URL).host;
      return { ...made, target, madeAt: at.toISOString(), token: answer.toString('base64') };
    }
    const to = organisation.anchorEmail;
    if (!SMTP_URL || !to) throw new AnchorRefusal('No mail server or no address is set up any more.');
    await mailCheckpoint(
      { server: SMTP_URL, from: mailFrom, to },
      { ...keys!, ...checkpoint, organisation: organisation.name },
    );
    return { ...made, target: to, madeAt: new Date().toISOString() };
  }

  /** At one moment: the number of lines is that of the checkpoint. */
  private read(orgId: string, id: string) {
    return Tx.snapshot(this.dataSource, this.actor(orgId), { via: 'job', requestId: id }, async (tx) => {
      return {
        anchor: await tx.get(LogAnchor, id),
        organisation: await tx.get(Organisation, orgId),
        keys: await this.keys.of(tx),
        checkpoint: await this.log.checkpoint(tx),
        lines: (await this.log.sealed(tx)).lines,
      };
    });
  }

  private async change(orgId: string, id: string, changes: Partial<LogAnchor>): Promise<void> {
    await Tx.write(this.dataSource, this.actor(orgId), { via: 'job', requestId: id }, async (tx) => {
      const anchor = await tx.claim(LogAnchor, id);
      if (anchor.state !== 'queued') return;
      await tx.because('logAnchor.finish');
      await tx.update(anchor, changes);
    });
  }

  private actor(orgId: string) {
    return systemActor({ orgId, timeZone: 'UTC' }, 'anchor');
  }
}

/** With the cause, which people are not told: it may name the server and what it said. */
function wordsOf(error: unknown): string {
  const { message, stack, cause } = error as Error;
  return error instanceof AnchorRefusal
    ? `${message} ${(cause as Error | undefined)?.message ?? ''}`
    : (stack ?? message);
}
