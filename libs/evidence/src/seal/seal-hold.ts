import type pg from 'pg';
import { beginStep, type Seal, sealStep, type Step } from './seal-step.js';
import type { Query } from './sealed-tree.js';

/** What is done in a transaction, which has answered the statements that began it. */
export type Work<T> = (query: Query, opened: pg.QueryResult[]) => Promise<T>;

/** The checkpoint over all that was sealed, with the moment when it was signed. */
export interface SignedCheckpoint {
  epoch: number;
  origin: string;
  size: number;
  root: Buffer;
  note: string;
  signedAt: Date;
}

/** Commits when the work resolves. */
export async function transaction<T>(client: pg.ClientBase, begin: string, work: Work<T>): Promise<T> {
  try {
    // Several statements have as many answers, which the library's types do not say.
    const opened = (await client.query(begin)) as unknown as pg.QueryResult[];
    const result = await work(async (sql, parameters) => (await client.query(sql, parameters)).rows, opened);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const patience = '30s';
const latest = `SELECT epoch, size, root, note, signed_at FROM log.checkpoint WHERE org_id = $1
  ORDER BY epoch DESC, size DESC LIMIT 1`;

/**
 * While it is held, nothing of the organisation is sealed but what the holder says. So the tree can be made to end
 * exactly with what a snapshot shows, although others go on writing: they are not held up.
 */
export class SealHold {
  private held = true;

  private constructor(
    private readonly client: pg.PoolClient,
    private readonly orgId: string,
    private readonly settings: Seal,
  ) {}

  /** Rejects with the error 55P03 of PostgreSQL when a sealer has been at it for half a minute. */
  static async take(client: pg.PoolClient, orgId: string, settings: Seal): Promise<SealHold> {
    const hold = new SealHold(client, orgId, settings);
    try {
      await client.query(`SELECT set_config('lock_timeout', $1, false)`, [patience]);
      await client.query(`SELECT pg_advisory_lock(hashtextextended('continua:seal ' || $1, 0))`, [orgId]);
    } catch (error) {
      await hold.release();
      throw error;
    }
    return hold;
  }

  /** Seals lines, by their sequences as far as they are not sealed yet, and nothing after them. Throws SealRefusal. */
  async seal(sequences: readonly string[]): Promise<SignedCheckpoint | undefined> {
    const settings = { ...this.settings, only: sequences };
    // Each turn appends or signs something, so it ends; nobody else can make it busy.
    for (let step: Step = 'appended'; step === 'appended' || step === 'signed';)
      step = await transaction(this.client, beginStep(this.orgId), (query, opened) =>
        sealStep(query, opened, this.orgId, settings),
      );
    const { rows } = await this.client.query<LatestRow>(latest, [this.orgId]);
    const [row] = rows;
    if (!row) return undefined;
    const { epoch, size, root, note, signed_at: signedAt } = row;
    return { epoch, origin: note.slice(0, note.indexOf('\n')), size: Number(size), root, note, signedAt };
  }

  /** Lets the sealers in again. Once is enough, twice does no harm. */
  async release(): Promise<void> {
    if (!this.held) return;
    this.held = false;
    // The lock ends with the connection, whatever state that is in.
    this.client.release(true);
  }
}

interface LatestRow {
  epoch: number;
  size: string;
  root: Buffer;
  note: string;
  signed_at: Date;
}
