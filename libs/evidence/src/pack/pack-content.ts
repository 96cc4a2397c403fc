import type { FileStore } from '#platform';
import type { BagWriter } from './bag-writer.js';
import { csvLine } from './csv.js';
import type { PackCounts, PackScope } from './evidence-pack.entity.js';
import type { PackedContent } from './pack-attachments.js';
import { crate } from './pack-crate.js';
import { anchor, indexPage } from './pack-index.js';
import type { Report } from './pack-progress.js';
import {
  listOf,
  type PackContext,
  recordJson,
  recordPath,
  recordsOf,
  versionJson,
  versionPath,
} from './pack-records.js';
import { PackRefusal } from './pack-refusal.js';
import type { Omission, PackedKind, Selection } from './pack-selection.js';
import { attachmentTable, omissionTable, schemaOf, tableOf } from './pack-tables.js';
import { format, type PackFacts, readme } from './pack-texts.js';

/** All that a pack will hold; what is long is read when its turn comes. */
export interface PackContent {
  facts: PackFacts;
  scope: PackScope;
  kinds: readonly PackedKind[];
  matrix: Selection['matrix'];
  omissions: readonly Omission[];
  contents: readonly PackedContent[];
  context: PackContext;
}

/** Writes the files of a pack, one after the other, always in the same order. */
export async function writePack(
  bag: BagWriter,
  content: PackContent,
  store: FileStore,
  report: Report,
): Promise<PackCounts> {
  const { facts, kinds, omissions, contents, context } = content;
  const counts = {
    records: kinds.reduce((sum, { ids }) => sum + ids.length, 0),
    lines: 0,
    attachments: contents.length,
    omissions: omissions.length,
  };
  await bag.addTag('README.txt', readme(facts));
  await bag.addTag('verify/FORMAT.md', format());
  // First, because the records tell the index of their lines.
  await report('history', 0, 1);
  await bag.addPayload('log/entries.ndjson', context.log.lines());
  counts.lines = context.log.count;
  await bag.addPayload('log/disclosures.ndjson', context.log.disclosures());
  await bag.addPayload('log/redactions.csv', csvLine(['line', 'type', 'id', 'version', 'field', 'erasedAt', 'ground']));
  await bag.addPayload('omissions.csv', omissionTable(omissions));
  await writeRecords(bag, content, counts.records, report);
  await bag.addPayload('index.html', index(content, counts));
  await bag.addPayload('tables/attachments.csv', attachmentTable(context.attachments.values()));
  for (const actor of context.log.actors) context.names.ofActor(actor);
  await bag.addPayload('tables/names.csv', context.names.csv());
  await writeAttachments(bag, contents, store, report);
  await bag.addPayload('ro-crate-metadata.json', crate(facts, kinds, contents));
  await bag.finish();
  return counts;
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
      throw new PackRefusal(`“${content.originalName}” was damaged while the pack was made.`);
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
