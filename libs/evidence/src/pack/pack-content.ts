import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileStore } from '#platform';
import type { PublicKeys } from '../seal/published-keys.js';
import type { BagSignature, BagWriter } from './bag-writer.js';
import type { PackCounts, PackScope } from './evidence-pack.entity.js';
import { type PackedAnchor, writeAnchors } from './pack-anchors.js';
import type { PackedContent } from './pack-attachments.js';
import { crate } from './pack-crate.js';
import { anchor, indexPage } from './pack-index.js';
import type { Report } from './pack-progress.js';
import {
  json,
  listOf,
  type PackContext,
  recordJson,
  recordPath,
  recordsOf,
  versionJson,
  versionPath,
} from './pack-records.js';
import { coveredKinds, type PackCoverage } from './pack-coverage.js';
import type { PackedEpoch } from './pack-moment.js';
import type { Redaction } from './pack-redactions.js';
import { PackRefusal } from './pack-refusal.js';
import type { Omission, PackedKind, Selection } from './pack-selection.js';
import { attachmentTable, omissionTable, schemaOf, tableOf } from './pack-tables.js';
import { type PackFacts, readme } from './pack-readme.js';

const verifier = path.resolve(import.meta.dirname, '../../../../../libs/evidence/verifier');

/** All that a pack will hold; what is long is read when its turn comes. */
export interface PackContent {
  facts: PackFacts;
  scope: PackScope;
  kinds: readonly PackedKind[];
  matrix: Selection['matrix'];
  omissions: readonly Omission[];
  contents: readonly PackedContent[];
  redactions: readonly Redaction[];
  coverage: PackCoverage;
  epochs: readonly PackedEpoch[];
  anchors: readonly PackedAnchor[];
  context: PackContext;
}

/** Writes the files of a pack, one after the other, always in the same order. */
export async function writePack(
  bag: BagWriter,
  content: PackContent,
  store: FileStore,
  sign: (tagManifest: string) => Promise<BagSignature[]>,
  report: Report,
): Promise<PackCounts> {
  const { facts, kinds, omissions, contents, coverage, context } = content;
  const counts = {
    records: kinds.reduce((sum, { ids }) => sum + ids.length, 0),
    lines: 0,
    attachments: contents.length,
    omissions: omissions.length,
  };
  await bag.addTag('README.txt', readme(facts));
  for (const name of ['FORMAT.md', 'verify.html', 'verify.py'])
    await bag.addTag(`verify/${name}`, await readFile(path.join(verifier, name)));
  await writeKeys(bag, facts.keys);
  // First, because the records tell the index of their lines.
  await report('history', 0, 1);
  await bag.addPayload('log/entries.ndjson', context.log.lines());
  counts.lines = context.log.count;
  await bag.addPayload('log/disclosures.ndjson', context.log.disclosures());
  await bag.addPayload('log/redactions.csv', context.log.redactions(content.redactions));
  await bag.addPayload('log/checkpoint', facts.checkpoint);
  await bag.addPayload('log/epochs.json', json({ epochs: content.epochs }));
  await writeAnchors(bag, content.anchors);
  const named = new Set(omissions.map(({ id }) => id));
  await bag.addPayload('log/not-selected.csv', context.log.notSelected(coveredKinds(coverage), named));
  await bag.addPayload('scope.json', json(coverage));
  await bag.addPayload('omissions.csv', omissionTable(omissions));
  await writeRecords(bag, content, counts.records, report);
  await bag.addPayload('index.html', index(content, counts));
  await bag.addPayload('tables/attachments.csv', attachmentTable(context.attachments.values()));
  for (const actor of context.log.actors) context.names.ofActor(actor);
  await bag.addPayload('tables/names.csv', context.names.csv());
  await writeAttachments(bag, contents, store, report);
  await bag.addPayload('ro-crate-metadata.json', crate(facts, kinds, contents, content.anchors));
  await bag.finish(sign);
  return counts;
}

async function writeKeys(bag: BagWriter, keys: PublicKeys): Promise<void> {
  const { instance, packSigner, packFingerprint, packP256Fingerprint, logKeys } = keys;
  await bag.addTag('keys/allowed_signers', keys.allowedSigners);
  await bag.addTag('keys/pack-p256.pem', keys.packP256Pem);
  await bag.addTag('keys/log.vkey', `${keys.logVerifierKey}\n`);
  const pack = { signer: packSigner, fingerprint: packFingerprint, p256Fingerprint: packP256Fingerprint };
  await bag.addTag('keys/key-history.json', json({ instance, pack, log: logKeys }));
}

async function writeRecords(
  bag: BagWriter,
  { kinds, context }: PackContent,
  total: number,
  report: Report,
): Promise<void> {
  let done = 0;
  for (const kind of kinds) {
    for await (const record of recordsOf(context, kind)) {
      await report('records', done++, total);
      await bag.addPayload(recordPath(kind.name, record.id), recordJson(record));
      for (const version of record.versions)
        await bag.addPayload(versionPath(kind.name, record.id, version.version), versionJson(record, version));
    }
    await bag.addPayload(`tables/${kind.name}.csv`, tableOf(context.tx, kind));
    await bag.addPayload(`tables/${kind.name}.schema.json`, schemaOf(kind));
  }
}

async function writeAttachments(
  bag: BagWriter,
  contents: readonly PackedContent[],
  store: FileStore,
  report: Report,
): Promise<void> {
  for (const [done, content] of contents.entries()) {
    await report('attachments', done, contents.length);
    const written = await bag.addPayload(content.path, store.open(content));
    if (written.sha256 !== content.sha256)
      throw new PackRefusal(
        `Attachments cannot be trusted: “${content.originalName}” (${content.sha256.slice(0, 16)}…) is damaged. Restore it from a backup, or ask with withKnownDamage.`,
      );
  }
}

function index({ facts, scope, kinds, matrix, context }: PackContent, counts: PackCounts): AsyncGenerator<string> {
  const known = new Set(kinds.flatMap(({ ids }) => ids));
  return indexPage({
    ...facts,
    scope,
    kinds,
    matrix,
    counts: { ...counts },
    lookup: {
      nameOf: (id) => context.names.of(id),
      anchorOf: (id) => (typeof id === 'string' && known.has(id) ? anchor(id) : undefined),
    },
    listOf: (kind) => listOf(context, kind),
    recordsOf: (kind) => recordsOf(context, kind),
  });
}
