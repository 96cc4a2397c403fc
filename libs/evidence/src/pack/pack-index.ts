import { escape, fieldsHtml, headHtml, type Lookup, tableHtml, valueHtml } from './pack-html.js';
import type { PackedAttachment } from './pack-attachments.js';
import { signaturesHtml } from './pack-signatures.js';
import { type ListedRecord, type PackedRecord, recordPath, versionPath } from './pack-records.js';
import type { PackedKind } from './pack-selection.js';

/** What the first page of a pack tells. */
export interface IndexModel {
  organisation: string;
  reference: string;
  asOf: string;
  origin: string;
  size: number;
  root: string;
  scope: object;
  kinds: readonly PackedKind[];
  matrix: ReadonlyMap<string, ReadonlyMap<string, number>>;
  counts: Readonly<Record<string, number>>;
  lookup: Lookup;
  listOf: (kind: PackedKind) => AsyncIterable<ListedRecord>;
  recordsOf: (kind: PackedKind) => AsyncIterable<PackedRecord>;
}

export const anchor = (id: string): string => `r-${id}`;

/** The page to start with. Made from the same objects as the JSON files, so that both say the same. */
export async function* indexPage(model: IndexModel): AsyncGenerator<string> {
  yield headHtml(`Evidence pack ${model.reference}: ${model.organisation}`);
  yield* overview(model);
  yield '<main id="content">\n';
  for (const kind of model.kinds) {
    yield `<section aria-labelledby="k-${kind.name}"><h2 id="k-${kind.name}">${escape(kind.titles)}</h2>\n`;
    yield* list(kind, model);
    for await (const record of model.recordsOf(kind)) yield details(record, kind, model.lookup);
    yield '</section>\n';
  }
  yield `</main><footer><p>Log <code>${escape(model.origin)}</code>, ${model.size} lines, root <code>${rootStart(model)}</code>. As of <time>${model.asOf}</time>.</p></footer></body></html>\n`;
}

/** The first 16 hex digits, which are enough to compare by eye. */
const rootStart = ({ root }: IndexModel): string => Buffer.from(root, 'base64').toString('hex', 0, 8);

/** The database orders the keys of a structure by their length; people begin with the first day. */
const inOrder = ({ from, to, ...rest }: IndexModel['scope'] & { from?: string; to?: string }) => ({
  ...(from && { from }),
  ...(to && { to }),
  ...rest,
});

function* overview(model: IndexModel): Generator<string> {
  const { organisation, reference, asOf, scope, counts, kinds, matrix, lookup } = model;
  yield `<header><h1>Evidence pack ${escape(reference)}</h1>`;
  yield fieldsHtml({ organisation, asOf, ...counts }, lookup);
  yield `<h2>Scope</h2>`;
  yield Object.keys(scope).length === 0
    ? '<p>Everything that the person who asked may read.</p>'
    : fieldsHtml(inOrder(scope), lookup);
  yield '<p class="warning">This page is how the organisation shows its records; it proves nothing by itself. How to check the pack, and with whose key, stands in README.txt beside the folder of this page. What is in scope and not in the pack stands in <a href="omissions.csv">omissions.csv</a>.</p></header>\n';
  yield `<nav aria-label="Kinds of records"><ul>${kinds.map(({ name, titles, ids }) => `<li><a href="#k-${name}">${escape(titles)}</a> (${ids.length})</li>`).join('')}</ul></nav>\n`;
  yield* tableHtml(
    'Records',
    ['Kind', 'Records', 'Table'],
    kinds.map(({ name, titles, ids }) => [
      escape(titles),
      String(ids.length),
      `<a href="tables/${name}.csv">${name}.csv</a>`,
    ]),
  );
  const columns = kinds.filter(({ clauses }) => clauses);
  const rows = [...matrix].toSorted(([left], [right]) => left.localeCompare(right, 'en', { numeric: true }));
  if (rows.length > 0)
    yield* tableHtml(
      'Records by clause',
      ['Clause', ...columns.map(({ titles }) => titles)],
      rows.map(([clause, cells]) => [escape(clause), ...columns.map(({ name }) => String(cells.get(name) ?? 0))]),
    );
}

async function* list(kind: PackedKind, { lookup, listOf }: IndexModel): AsyncGenerator<string> {
  const heads = [
    'Record',
    'State',
    'Day',
    'Recorded',
    'Last changed',
    'Versions',
    'Changed since its last state',
    'Attachments',
    'Signatures',
  ];
  const [open, close] = [...tableHtml(`List of ${kind.titles.toLowerCase()}`, heads, [])];
  yield open!;
  for await (const { id, title, record, changedSinceState, attachments, signatures } of listOf(kind)) {
    const day = kind.day ? valueHtml(record[kind.day], lookup) : '';
    const cells = [
      valueHtml(record['state'], lookup),
      day,
      valueHtml(record['createdAt'], lookup),
      valueHtml(record['updatedAt'], lookup),
      String(record['version']),
      changedSinceState ? 'yes' : 'no',
      String(attachments.length),
      `${signatures.length}${signatures.some(({ changedSince }) => changedSince) ? ' (changed since signed)' : ''}`,
    ];
    yield `<tr><th scope="row"><a href="#${anchor(id)}">${escape(title)}</a></th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`;
  }
  yield close!;
}

function details(
  { type, id, title, record, versions, changedSinceState, attachments, signatures }: PackedRecord,
  { inJsonOnly = [] }: PackedKind,
  lookup: Lookup,
): string {
  const fields = Object.fromEntries(Object.entries(record).filter(([field]) => !inJsonOnly.includes(field)));
  const rows = versions.map((version) => [
    `<a href="${versionPath(type, id, version.version)}">${version.version}</a>`,
    `<time>${version.at}</time>`,
    escape(version.actorName),
    escape(version.act),
    escape(version.reason ?? ''),
    String(version.line),
  ]);
  const note = changedSinceState ? `<p class="warning">Changed after its state last changed.</p>` : '';
  const files =
    attachments.length > 0
      ? `<ul>${attachments.map((attachment) => `<li>${attachmentHtml(attachment)}</li>`).join('')}</ul>`
      : '';
  return `<article id="${anchor(id)}"><h3>${escape(title)}</h3>${note}
${fieldsHtml(fields, lookup)}${files}${signaturesHtml(signatures)}
${[...tableHtml('Versions', ['Version', 'When', 'Who', 'What', 'Why', 'Line'], rows)].join('')}<p><a href="${recordPath(type, id)}">JSON</a></p></article>\n`;
}

function attachmentHtml({
  path,
  originalName,
  sha256,
  bytes,
  capturedAt,
  note,
  voidedOn,
  voidReason,
}: PackedAttachment): string {
  const name = path ? `<a href="${path}">${escape(originalName)}</a>` : escape(originalName);
  const facts = [
    `${bytes} bytes`,
    `SHA-256 <code>${sha256.slice(0, 16)}</code>`,
    capturedAt && `captured ${capturedAt}`,
    note && escape(note),
    voidedOn && `void since ${voidedOn}: ${escape(voidReason ?? '')}`,
    !path && 'content not in the pack',
  ];
  return `Attachment ${name}: ${facts.filter(Boolean).join('; ')}`;
}
