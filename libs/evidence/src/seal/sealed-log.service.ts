import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { invalid, notFound, Problem, type Tx } from '#platform';
import { RecordTypes } from '../record-type/record-types.js';
import { tlogProof } from './checkpoint.js';
import { consistencyPath, inclusionPath } from './merkle.js';
import { hashesOf, type Query } from './sealed-tree.js';
import { PublishedKeys } from './published-keys.js';
import type { CheckpointView, ConsistencyProof, EntryProof, LogKeysView } from './sealed-log.dto.js';
import { SealingLag } from './sealing-lag.js';
import { publicKeyOf, verifierKey, verifierOf } from './signed-note.js';

interface SignedRow {
  epoch: number;
  size: string;
  root: Buffer;
  note: string;
  signed_at: Date;
  age: number;
}

const newest = `SELECT epoch, size, root, note, signed_at, extract(epoch FROM clock_timestamp() - signed_at)::float8 AS age
  FROM log.checkpoint WHERE org_id = $1`;

/** Of all epochs, under the last checkpoint of each. */
const sealed = `SELECT coalesce(sum(last.size), 0)::integer AS lines, max(last.signed_at) AS at FROM log.origin o
  CROSS JOIN LATERAL generate_series(1, o.epoch) AS e (epoch)
  CROSS JOIN LATERAL (SELECT size, signed_at FROM log.checkpoint WHERE org_id = $1 AND epoch = e.epoch ORDER BY size DESC LIMIT 1) last
  WHERE o.org_id = $1`;

const notSealed = () =>
  new Problem(
    503,
    'not-sealed',
    'This is not sealed yet',
    [{ code: 'not-sealed', message: 'New lines are sealed within a second; try again.' }],
    { 'retry-after': '1' },
  );

const patience = 5000;

/** What the sealer made, for those who want to check it. */
@Injectable()
export class SealedLogService {
  constructor(
    private readonly types: RecordTypes,
    private readonly lag: SealingLag,
    private readonly published: PublishedKeys,
  ) {}

  /** The last signed checkpoint; 503 before the first. */
  async checkpoint(tx: Tx): Promise<CheckpointView> {
    // Before the checkpoint: nothing pending then means that the checkpoint read after it covers everything.
    const { pendingLines, oldestPendingSeconds } = await this.lag.of(tx);
    const row = await this.latest(tx);
    const origin = originOf(row);
    const keys = await tx.sql<{ public_key: Buffer; added_at: Date }>(
      'SELECT public_key, added_at FROM log.signing_key ORDER BY id DESC',
    );
    return {
      origin,
      size: Number(row.size),
      root: row.root.toString('base64'),
      signedAt: row.signed_at.toISOString(),
      ageSeconds: Math.round(row.age * 10) / 10,
      checkpoint: row.note,
      verifierKeys: keys.map(({ public_key, added_at }) => ({
        key: verifierKey(verifierOf(origin, publicKeyOf(public_key))),
        addedAt: added_at.toISOString(),
      })),
      pendingLines,
      oldestPendingSeconds,
    };
  }

  /** How many lines are under a signed checkpoint, and since when; none before the first. */
  async sealed(tx: Tx): Promise<{ lines: number; at: Date | null }> {
    const [row] = await tx.sql<{ lines: number; at: Date | null }>(sealed, [tx.actor.orgId]);
    return row!;
  }

  /** The public keys; 503 before the first line was sealed. */
  async keys(tx: Tx): Promise<LogKeysView> {
    const keys = await this.published.of(tx);
    if (!keys) throw notSealed();
    const { instance: _, logKeys: __, ...view } = keys;
    return view;
  }

  /** Proves one line to whoever may read its record; 404 to others, 503 as long as it is not sealed. */
  async proof(tx: Tx, entryId: string): Promise<EntryProof> {
    const { entry, index, path, note } = await this.proven(tx, entryId, (type, id) => this.types.mayRead(tx, type, id));
    return {
      entryId,
      recordType: entry.rec_type,
      recordId: entry.rec_id,
      index,
      line: entry.body,
      proof: tlogProof(index, path, note),
    };
  }

  /**
   * The same for the first line of a record, as one text to keep: the line travels in it (base64 after `extra`), with the
   * disclosures of what it says, each on a line of its own. Whether the caller may read it is not asked here. Waits for the
   * sealer for up to five seconds: who has just signed wants the receipt now.
   */
  async receipt(tx: Tx, recordType: string, recordId: string): Promise<string> {
    const [first] = await tx.sql<{ id: string; disclosures: string[] | null }>(
      `SELECT e.entry_id AS id, (SELECT array_agg(d.disclosure ORDER BY d.digest) FROM log.disclosure d
         WHERE d.org_id = e.org_id AND d.entry_id = e.entry_id) AS disclosures
       FROM log.entry e WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = $3 AND e.rec_ver = 1`,
      [tx.actor.orgId, recordType, recordId],
    );
    if (!first) throw notFound();
    const { entry, index, path, note } = await this.sealedWithin(patience, () => this.proven(tx, first.id, () => true));
    return tlogProof(index, path, note, [entry.body, ...(first.disclosures ?? []), ''].join('\n'));
  }

  private async sealedWithin<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
    for (const until = Date.now() + milliseconds; ;)
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Problem) || error.kind !== 'not-sealed' || Date.now() > until) throw error;
        await sleep(100);
      }
  }

  private async proven(tx: Tx, entryId: string, mayRead: (type: string, id: string) => Promise<boolean> | boolean) {
    const { orgId } = tx.actor;
    const [entry] = await tx.sql<{
      rec_type: string;
      rec_id: string;
      body: string;
      epoch: number | null;
      idx: string | null;
    }>(
      `SELECT e.rec_type, e.rec_id, e.body, l.epoch, l.idx FROM log.entry e
       LEFT JOIN log.leaf l ON l.org_id = e.org_id AND l.seq = e.seq WHERE e.org_id = $1 AND e.entry_id = $2
       ORDER BY l.epoch DESC NULLS LAST LIMIT 1`,
      [orgId, entryId],
    );
    if (!entry || !(await mayRead(entry.rec_type, entry.rec_id))) throw notFound('line of history');
    if (entry.epoch === null) throw notSealed();
    const [signed] = await tx.sql<SignedRow>(`${newest} AND epoch = $2 ORDER BY size DESC LIMIT 1`, [
      orgId,
      entry.epoch,
    ]);
    const [index, size] = [Number(entry.idx), Number(signed?.size ?? 0)];
    if (!signed || index >= size) throw notSealed();
    const path = await hashesOf(queryOf(tx), { orgId, epoch: entry.epoch }, inclusionPath(index, size));
    return { entry, index, path, note: signed.note };
  }

  /** 422 unless `from` ≤ `to` ≤ what is signed. */
  async consistency(tx: Tx, from: number, wanted: number | undefined): Promise<ConsistencyProof> {
    const row = await this.latest(tx);
    const to = wanted ?? Number(row.size);
    if (to > Number(row.size))
      throw invalid({ code: 'beyond-log', field: '/to', message: `The log has ${row.size} sealed lines.` });
    if (from > to)
      throw invalid({ code: 'after-end', field: '/from', message: 'The older checkpoint is the smaller one.' });
    const hashes = await hashesOf(queryOf(tx), { orgId: tx.actor.orgId, epoch: row.epoch }, consistencyPath(from, to));
    return { origin: originOf(row), from, to, hashes: hashes.map((hash) => hash.toString('base64')) };
  }

  private async latest(tx: Tx): Promise<SignedRow> {
    const [row] = await tx.sql<SignedRow>(`${newest} ORDER BY epoch DESC, size DESC LIMIT 1`, [tx.actor.orgId]);
    if (!row) throw notSealed();
    return row;
  }
}

const queryOf =
  (tx: Tx): Query =>
  (sql, parameters) =>
    tx.sql(sql, parameters);

const originOf = ({ note }: SignedRow): string => note.slice(0, note.indexOf('\n'));
