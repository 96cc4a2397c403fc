import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '#platform';
import type { Redaction } from './redaction.entity.js';

/** An erasure as it stands outside the database: ids and digests, never a value. */
export interface LedgerEntry extends Pick<
  Redaction,
  | 'id'
  | 'orgId'
  | 'reference'
  | 'recordType'
  | 'recordId'
  | 'siteId'
  | 'legalGround'
  | 'targets'
  | 'attachmentIds'
  | 'requestedBy'
  | 'decidedBy'
  | 'decidedAt'
  | 'digests'
  | 'fileDigests'
  | 'disposalId'
> {
  v: 1;
  /** The last word of a whole line. */
  end: true;
}

/**
 * All erasures that were carried out, one line each, in `redactions.ndjson` under the data folder: a restored database
 * may be older than they are, and must not bring back what was erased.
 */
export class RedactionLedger {
  private readonly file: string;

  constructor(dataFolder: string) {
    this.file = path.resolve(dataFolder, 'redactions.ndjson');
  }

  /** On the disk when it resolves. */
  async append(redaction: Redaction): Promise<void> {
    const { id, orgId, reference, recordType, recordId, siteId, legalGround, targets, attachmentIds } = redaction;
    const { requestedBy, decidedBy, decidedAt, digests, fileDigests, disposalId } = redaction;
    const what = { id, orgId, reference, recordType, recordId, siteId, legalGround, targets, attachmentIds };
    const who = { requestedBy, decidedBy, decidedAt, digests, fileDigests, disposalId };
    const entry: LedgerEntry = { v: 1, ...what, ...who, end: true };
    await mkdir(path.dirname(this.file), { recursive: true });
    const handle = await open(this.file, 'a', 0o600);
    try {
      // A line that a crash cut off ends here, and is none.
      await handle.appendFile(`\n${JSON.stringify(entry)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(path.dirname(this.file));
  }

  /** Every erasure once, in the order of the lines. Throws for a complete line that cannot be read. */
  async entries(): Promise<LedgerEntry[]> {
    const text = await readFile(this.file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const byId = new Map<string, LedgerEntry>();
    for (const line of text.split('\n').filter((one) => one.endsWith('"end":true}'))) {
      const entry = JSON.parse(line) as LedgerEntry;
      if (entry.v !== 1) throw new Error(`${this.file} was written by a newer version`);
      byId.set(entry.id, entry);
    }
    return [...byId.values()];
  }
}
