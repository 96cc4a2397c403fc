import type { PackedAnchor } from './pack-anchors.js';
import type { PackedContent } from './pack-attachments.js';
import type { PackFacts } from './pack-readme.js';
import type { PackedKind } from './pack-selection.js';

interface Entity {
  '@id': string;
  '@type': string;
  [property: string]: unknown;
}

/** Describes the files for machines: RO-Crate 1.1. Folders of records stand for the files in them. */
export function crate(
  facts: PackFacts,
  kinds: readonly PackedKind[],
  contents: readonly PackedContent[],
  anchors: readonly PackedAnchor[],
): string {
  const file = (id: string, encodingFormat: string, name: string, more: object = {}): Entity => ({
    '@id': id,
    '@type': 'File',
    name,
    encodingFormat,
    ...more,
  });
  const parts: Entity[] = [
    file('index.html', 'text/html', 'Where to begin'),
    file('omissions.csv', 'text/csv', 'What is in scope and not in the pack'),
    file('log/entries.ndjson', 'application/x-ndjson', 'Lines of history'),
    file('log/disclosures.ndjson', 'application/x-ndjson', 'What the digests in the lines stand for'),
    file('log/redactions.csv', 'text/csv', 'What was erased'),
    file('log/checkpoint', 'text/plain', 'The signed root of the lines, C2SP tlog-checkpoint'),
    file('log/epochs.json', 'application/json', 'How often the log was begun anew, and why'),
    file('log/not-selected.csv', 'text/csv', 'Records that are in the pack by their lines alone'),
    file('log/anchors.csv', 'text/csv', 'Checkpoints that were mailed or stamped before'),
    ...anchors
      .filter(({ token }) => token)
      .flatMap(({ id }) => [
        file(`log/anchors/${id}.checkpoint`, 'text/plain', 'A checkpoint that was stamped'),
        file(`log/anchors/${id}.tsr`, 'application/timestamp-reply', 'The time stamp on it, RFC 3161'),
      ]),
    file('scope.json', 'application/json', 'What the pack was asked to hold'),
    file('tables/attachments.csv', 'text/csv', 'Attachments of the records'),
    file('tables/names.csv', 'text/csv', 'Names of people, sites and API keys'),
    ...kinds.flatMap(({ name, titles }): Entity[] => [
      { '@id': `records/${name}/`, '@type': 'Dataset', name: `${titles} and their versions, JSON` },
      file(`tables/${name}.csv`, 'text/csv', titles),
      file(`tables/${name}.schema.json`, 'application/json', `Columns of ${name}.csv`),
    ]),
    ...contents.map(({ path, mediaType, originalName, bytes, sha256 }) =>
      file(path, mediaType, originalName, { contentSize: String(bytes), sha256 }),
    ),
  ];
  const graph: Entity[] = [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
      about: { '@id': './' },
    },
    {
      '@id': './',
      '@type': 'Dataset',
      name: `Evidence pack ${facts.reference}`,
      description: `Records of ${facts.organisation} as of ${facts.asOf}, with their history and attachments`,
      datePublished: facts.asOf,
      license: 'For the recipient of the pack only',
      hasPart: parts.map(({ '@id': id }) => ({ '@id': id })),
    },
    ...parts,
  ];
  return `${JSON.stringify({ '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph }, null, 1)}\n`;
}
