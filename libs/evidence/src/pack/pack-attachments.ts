import { extensionOf, type FileStore, type Tx } from '#platform';
import { PackRefusal } from './pack-refusal.js';
import type { Report } from './pack-progress.js';
import type { Omission, PackedKind } from './pack-selection.js';

/** An attachment of a record in the pack, with what is on record about its file. */
export interface PackedAttachment {
  id: string;
  recordType: string;
  recordId: string;
  fileId: string;
  sha256: string;
  bytes: number;
  mediaType: string;
  originalName: string;
  receivedAt: string;
  capturedAt: string | null;
  effectiveFrom: string | null;
  effectiveTo: string | null;
  note: string | null;
  voidedOn: string | null;
  voidReason: string | null;
  /** Where its content lies below data/, or null when the content is not in the pack. */
  path: string | null;
}

export interface PackedContent {
  path: string;
  sha256: string;
  bytes: number;
  mediaType: string;
  originalName: string;
}

/** All attachments of the records, by record, and each content once, in the order of its digest. */
export interface PackedAttachments {
  byRecord: Map<string, PackedAttachment[]>;
  contents: PackedContent[];
  omissions: Omission[];
}

/** What is known to be gone: contents that were erased by their SHA-256, and whether others may be damaged or missing. */
export interface KnownLosses {
  withKnownDamage: boolean;
  erased: ReadonlySet<string>;
}

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Finds the attachments of the records. A damaged or missing content makes the pack impossible unless that is known
 * (`withKnownDamage`): only then each is read here from its first to its last byte, because the others are when they are
 * packed. What was declared void is named, not disclosed.
 */
export async function findAttachments(
  tx: Tx,
  kinds: readonly PackedKind[],
  store: FileStore,
  known: KnownLosses,
  report: Report,
): Promise<PackedAttachments> {
  const byRecord = new Map<string, PackedAttachment[]>();
  for (const { name, ids } of kinds) {
    const rows = await tx.sql<Omit<PackedAttachment, 'path'>>(
      `SELECT a.id, a.record_type AS "recordType", a.record_id AS "recordId", a.file_id AS "fileId", f.sha256, f.bytes,
         f.media_type AS "mediaType", f.original_name AS "originalName", ${iso('f.received_at')} AS "receivedAt",
         ${iso('a.captured_at')} AS "capturedAt", a.effective_from::text AS "effectiveFrom", a.effective_to::text AS "effectiveTo",
         a.note, a.voided_on::text AS "voidedOn", a.void_reason AS "voidReason"
       FROM attachment a JOIN file f ON f.org_id = a.org_id AND f.id = a.file_id
       WHERE a.org_id = $1 AND a.record_type = $2 AND a.record_id = ANY ($3) ORDER BY a.id`,
      [tx.actor.orgId, name, ids],
    );
    for (const row of rows) {
      const path = row.voidedOn ? null : `attachments/${row.sha256}.${extensionOf(row.mediaType)}`;
      byRecord.set(row.recordId, [...(byRecord.get(row.recordId) ?? []), { ...row, path }]);
    }
  }
  return check(byRecord, store, known, report);
}

async function check(
  byRecord: Map<string, PackedAttachment[]>,
  store: FileStore,
  { withKnownDamage, erased }: KnownLosses,
  report: Report,
): Promise<PackedAttachments> {
  const all = [...byRecord.values()].flat();
  const omissions: Omission[] = [];
  const contents = new Map<string, PackedContent>();
  for (const attachment of all) {
    const { id, sha256, path } = attachment;
    if (path === null) omissions.push({ type: 'attachment', id, reason: 'attachment-void' });
    if (path !== null && erased.has(sha256)) {
      attachment.path = null;
      omissions.push({ type: 'attachment', id, reason: 'attachment-erased' });
    }
    if (attachment.path !== null && !contents.has(sha256))
      contents.set(sha256, { ...attachment, path: attachment.path });
  }
  let unsound = await unsoundOf([...contents.values()], store, !withKnownDamage, report);
  // Where something is wrong at the first look, the refusal names all that is.
  if (unsound.size > 0 && !withKnownDamage) unsound = await unsoundOf([...contents.values()], store, false, report);
  for (const attachment of all) {
    const soundness = unsound.get(attachment.sha256);
    if (attachment.path === null || !soundness) continue;
    contents.delete(attachment.sha256);
    attachment.path = null;
    omissions.push({ type: 'attachment', id: attachment.id, reason: `attachment-${soundness}` });
  }
  if (unsound.size > 0 && !withKnownDamage) throw new PackRefusal(damageText(all, unsound));
  // The same content under two media types still is one file in the pack.
  for (const attachment of all) attachment.path &&= contents.get(attachment.sha256)!.path;
  const sorted = [...contents.values()].toSorted((left, right) => (left.sha256 < right.sha256 ? -1 : 1));
  return { byRecord, contents: sorted, omissions };
}

type Unsound = Map<string, 'damaged' | 'missing'>;

async function unsoundOf(
  contents: readonly PackedContent[],
  store: FileStore,
  quick: boolean,
  report: Report,
): Promise<Unsound> {
  const unsound: Unsound = new Map();
  for (const [done, content] of contents.entries()) {
    await report('checking', done, contents.length);
    const soundness = await store.check(content, quick);
    if (soundness !== 'intact') unsound.set(content.sha256, soundness);
  }
  return unsound;
}

function damageText(all: PackedAttachment[], unsound: Unsound): string {
  const named = all.filter(({ sha256, path, voidedOn }) => unsound.has(sha256) && path === null && !voidedOn);
  const first = named
    .slice(0, 5)
    .map(({ originalName, sha256 }) => `“${originalName}” (${sha256.slice(0, 16)}…) is ${unsound.get(sha256)}`);
  const more = named.length > 5 ? ` and ${named.length - 5} more` : '';
  return `Attachments cannot be trusted: ${first.join('; ')}${more}. Restore them from a backup, or ask with withKnownDamage.`;
}
