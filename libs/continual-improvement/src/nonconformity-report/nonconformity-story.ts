import type { AttachmentView, HistoryEntry, RecordDigest, SignatureView } from '#evidence';
import type { Action } from '../action/action.entity.js';
import type { NonconformityCycle } from '../nonconformity/nonconformity-cycle.entity.js';
import type { NonconformityView } from '../nonconformity/nonconformity.dto.js';
import type { DueDateExtension, EffectivenessCheck } from '../nonconformity/nonconformity.entity.js';

/** All that a report of a nonconformity tells, of one moment. */
export interface NonconformityStory {
  nc: NonconformityView;
  actions: Action[];
  checks: EffectivenessCheck[];
  extensions: DueDateExtension[];
  cycles: NonconformityCycle[];
  attachments: AttachmentView[];
  signatures: SignatureView[];
  /** The instant as of which it is told; undefined for now. */
  asOf: string | undefined;
  /** The changes of its state, oldest first. */
  steps: HistoryEntry[];
  digest: RecordDigest | undefined;
  /** Of the actions, checks and extensions, by the names of their tables. */
  digests: Record<string, RecordDigest[]>;
  organisation: string;
  site: string | null;
  process: string | null;
  /** The numbers of other nonconformities that it names, by their ids. */
  references: ReadonlyMap<string, string>;
  nameOf: (person: string | null) => string;
}

/** When the newest of it was recorded. */
export const latest = ({
  nc,
  actions,
  checks,
  extensions,
  cycles,
  attachments,
  signatures,
}: NonconformityStory): string =>
  [nc, ...actions, ...checks, ...extensions, ...cycles, ...attachments, ...signatures]
    .map(({ updatedAt }) => updatedAt)
    .reduce((last, at) => (at > last ? at : last));
