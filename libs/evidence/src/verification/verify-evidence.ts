import type { DataSource } from 'typeorm';
import { type FileStore, systemActor, Tx } from '#platform';
import { HighWater } from '../seal/high-water.js';
import { type Fault, Faults } from './fault.js';
import { verifyFiles } from './verify-files.js';
import { verifyLines } from './verify-lines.js';
import { verifyRows } from './verify-rows.js';
import { verifyTree } from './verify-tree.js';

/** What was looked at, and what was found. */
export interface VerificationResult {
  rows: number;
  lines: number;
  files: number;
  faultCount: number;
  /** The first of them. */
  faults: Fault[];
}

/**
 * Compares everything that an organisation has with what was recorded, at one moment: rows with their history, the history
 * with its sealed tree, checkpoints with the tree, files with their digests. Rejects when the checkpoint that is kept
 * outside of the database cannot be read.
 */
export async function verifyEvidence(
  dataSource: DataSource,
  orgId: string,
  store: FileStore,
  dataFolder: string,
): Promise<VerificationResult> {
  // Before the snapshot, so that it is not younger than what the snapshot shows.
  const signedHere = await new HighWater(dataFolder).latest(orgId);
  const actor = systemActor({ orgId, timeZone: 'UTC' }, 'verification');
  return Tx.snapshot(dataSource, actor, { via: 'job', requestId: 'verification' }, async (tx) => {
    const faults = new Faults();
    const lines = await verifyTree(tx, signedHere, faults);
    await verifyLines(tx, faults);
    const rows = await verifyRows(tx, faults);
    const files = await verifyFiles(tx, store, faults);
    return { rows, lines, files, faultCount: faults.count, faults: faults.list };
  });
}
