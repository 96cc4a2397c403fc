import { Injectable } from '@nestjs/common';
import {
  Configuration,
  conflict,
  findPage,
  forbidden,
  notFound,
  Organisation,
  type Page,
  shown,
  type Tx,
} from '#platform';
import { HistoryService } from '../history/history.service.js';
import { JobService } from '../job/job.service.js';
import { RecordTypes } from '../record-type/record-types.js';
import { mayVerify } from '../verification/verification.service.js';
import type { LogAnchorQuery, LogAnchorView } from './log-anchor.dto.js';
import { type AnchorKind, LogAnchor } from './log-anchor.entity.js';

/** The name of the job that mails a checkpoint, or has it stamped. */
export const anchorLogTask = 'anchor_log';

/** After so long, one that is still queued is not waited for: its server was stopped. */
const patience = `interval '10 minutes'`;
/** A mail each week. */
const mailDue = `NOT EXISTS (SELECT FROM log_anchor WHERE org_id = $1 AND kind = 'mail' AND state = 'made'
  AND made_at > now() - interval '6 days 12 hours')`;
/** A stamp when something was recorded since the last; lines that are only about the protection of the log do not count. */
const stampDue = `EXISTS (SELECT FROM log.origin o LEFT JOIN LATERAL (
      SELECT split_part(checkpoint, E'\\n', 2)::bigint AS size FROM log_anchor WHERE org_id = $1 AND kind = 'timestamp'
        AND state = 'made' AND starts_with(checkpoint, o.origin || E'\\n') ORDER BY as_of DESC LIMIT 1) last ON true
    JOIN log.leaf l ON l.org_id = o.org_id AND l.epoch = o.epoch AND l.idx >= coalesce(last.size, 0)
    JOIN log.entry e ON e.org_id = l.org_id AND e.seq = l.seq
    WHERE o.org_id = $1 AND e.rec_type NOT IN ('log_anchor', 'verification'))
  AND NOT EXISTS (SELECT FROM log_anchor WHERE org_id = $1 AND kind = 'timestamp' AND state = 'failed'
    AND updated_at > now() - interval '6 hours')`;

@Injectable()
export class LogAnchorService {
  constructor(
    types: RecordTypes,
    private readonly history: HistoryService,
    private readonly jobs: JobService,
    private readonly configuration: Configuration,
  ) {
    types.register<LogAnchor>({
      name: 'log_anchor',
      path: 'log/anchors',
      title: 'Outside anchor',
      titles: 'Outside anchors',
      entity: LogAnchor,
      mayRead: mayVerify,
      label: ({ createdAt }) => createdAt.slice(0, 10),
      scope: {},
      inPacks: false,
    });
  }

  async list(tx: Tx, query: LogAnchorQuery): Promise<Page<LogAnchorView>> {
    if (!mayVerify(tx.actor)) throw forbidden();
    const page = await findPage(tx, LogAnchor, query, {});
    return { ...page, items: await this.views(tx, page.items) };
  }

  async get(tx: Tx, id: string): Promise<LogAnchorView> {
    return (await this.views(tx, [await this.readable(tx, id)]))[0]!;
  }

  /** The answer of the authority as it was received; 404 for an anchor that has none. */
  async token(tx: Tx, id: string): Promise<Buffer> {
    const { token } = await this.readable(tx, id);
    if (!token) throw notFound('time stamp');
    return Buffer.from(token, 'base64');
  }

  /** Puts it on record and hands it to the background. 409 where it is not set up, or while one is at work. */
  async request(tx: Tx, kind: AnchorKind): Promise<LogAnchorView> {
    if (!mayVerify(tx.actor)) throw forbidden();
    if (!this.possible(kind))
      throw kind === 'mail'
        ? conflict('mail-not-set-up', 'The administrator has not set up a mail server (SMTP_URL).')
        : conflict(
            'timestamps-not-set-up',
            'The administrator has not set up a time stamping authority (TIMESTAMP_URL).',
          );
    if (kind === 'mail' && !(await tx.get(Organisation, tx.actor.orgId)).anchorEmail)
      throw conflict('no-anchor-address', 'The settings of the organisation name no address for it.');
    const [busy] = await tx.sql(
      `SELECT FROM log_anchor WHERE org_id = $1 AND kind = $2 AND state = 'queued' AND created_at > now() - ${patience} LIMIT 1`,
      [tx.actor.orgId, kind],
    );
    if (busy) throw conflict('anchor-at-work', 'One is at work already.');
    return (await this.views(tx, [await this.begin(tx, kind)]))[0]!;
  }

  /** Whether the server was told how. */
  possible(kind: AnchorKind): boolean {
    return Boolean(kind === 'mail' ? this.configuration.SMTP_URL : this.configuration.TIMESTAMP_URL);
  }

  /** Begins what is due: a mail each week, and a time stamp whenever something was recorded since the last. */
  async beginDue(tx: Tx, kind: AnchorKind): Promise<void> {
    if (!this.possible(kind)) return;
    if (kind === 'mail' && !(await tx.get(Organisation, tx.actor.orgId)).anchorEmail) return;
    const [row] = await tx.sql<{ due: boolean }>(`SELECT ${kind === 'mail' ? mailDue : stampDue} AS due`, [
      tx.actor.orgId,
    ]);
    if (row?.due) await this.begin(tx, kind);
  }

  private async begin(tx: Tx, kind: AnchorKind): Promise<LogAnchor> {
    await tx.because('logAnchor.request');
    const anchor = await tx.insert(LogAnchor, {
      kind,
      state: 'queued',
      requestedBy: tx.actor.key,
      requestedById: tx.actor.personId,
      target: null,
      checkpoint: null,
      lines: null,
      asOf: null,
      madeAt: null,
      token: null,
      failure: null,
    });
    await this.jobs.enqueue(tx, anchorLogTask, { anchorId: anchor.id });
    return anchor;
  }

  private async readable(tx: Tx, id: string): Promise<LogAnchor> {
    const anchor = await tx.get(LogAnchor, id);
    if (!mayVerify(tx.actor)) throw notFound();
    return anchor;
  }

  private async views(tx: Tx, anchors: LogAnchor[]): Promise<LogAnchorView[]> {
    const names = await this.history.namesOf(
      tx,
      anchors.map(({ requestedBy }) => requestedBy),
    );
    return anchors.map((anchor) => {
      const { token: _, ...view } = shown(anchor);
      return { ...view, requestedByName: names.get(anchor.requestedBy) ?? anchor.requestedBy };
    });
  }
}
