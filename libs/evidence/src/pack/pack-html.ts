/** Text as HTML. */
export const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]!);

/** `originalDueOn` in words: “Original due on”; of an id, what it names. */
export function words(field: string): string {
  const spaced = field
    .replace(/Ids?$/, '')
    .replaceAll(/[A-Z_]/g, (letter) => ` ${letter.toLowerCase().replace('_', '')}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** How a value is shown; `nameOf` knows people and sites, `anchorOf` the records of this page. */
export interface Lookup {
  nameOf(id: unknown): string | undefined;
  anchorOf(id: unknown): string | undefined;
}

/** A value of a record. Machines find what stands in the JSON: exact text, or the `value` of a data element. */
export function valueHtml(value: unknown, lookup: Lookup): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return `<data value="${value}">${value ? 'yes' : 'no'}</data>`;
  if (Array.isArray(value))
    return value.length === 0 ? '' : `<ul>${value.map((item) => `<li>${valueHtml(item, lookup)}</li>`).join('')}</ul>`;
  if (typeof value === 'object') return fieldsHtml(value as Record<string, unknown>, lookup);
  const text = escape(typeof value === 'string' ? value : JSON.stringify(value));
  const name = lookup.nameOf(value);
  if (name !== undefined) return `<data value="${text}">${escape(name)}</data>`;
  const anchor = lookup.anchorOf(value);
  return anchor ? `<a href="#${anchor}">${text}</a>` : text;
}

/** Fields with a value, as a list of definitions. */
export function fieldsHtml(record: Record<string, unknown>, lookup: Lookup): string {
  const rows = Object.entries(record)
    .map(([field, value]) => [field, valueHtml(value, lookup)] as const)
    .filter(([, html]) => html !== '')
    .map(([field, html]) => `<dt>${escape(words(field))}</dt><dd data-field="${escape(field)}">${html}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}

/** A table with a caption; the first cell of each row names the row. Cells are HTML. */
export function* tableHtml(
  caption: string,
  heads: readonly string[],
  rows: Iterable<readonly string[]>,
): Generator<string> {
  yield `<table><caption>${escape(caption)}</caption><thead><tr>${heads.map((head) => `<th scope="col">${escape(head)}</th>`).join('')}</tr></thead><tbody>\n`;
  for (const [first, ...cells] of rows)
    yield `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`;
  yield '</tbody></table>\n';
}

const style = `
:root{color-scheme:light}
body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:72rem;margin:0 auto;padding:1rem}
h1,h2,h3{line-height:1.2}
a{color:#0b4f9e}
table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid #b5b5b5;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{background:#f0f0f0}
dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.2rem 1rem;margin:.5rem 0}
dt{font-weight:600}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
dd dl,dd ul{white-space:normal;margin:0}dd dd,dd li{white-space:pre-wrap}
article{border-top:2px solid #555;padding-top:.5rem;margin-top:1.5rem;content-visibility:auto;contain-intrinsic-size:auto 40rem}
code{font-size:.9em;overflow-wrap:anywhere}
.warning{border:2px solid #8a5a00;background:#fff8e6;padding:.5rem 1rem}
.skip{position:absolute;left:-100rem}.skip:focus{position:static}
@media print{body{max-width:none;padding:0;font-size:10pt}nav,.skip{display:none}a{color:inherit;text-decoration:none}article{content-visibility:visible;break-inside:auto}h2,h3,caption{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}}
`;

/** Everything before the content of a page that needs nothing else: no script, nothing from elsewhere. */
export const headHtml = (title: string): string => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style>${style}</style></head>
<body><a class="skip" href="#content">Skip to the records</a>
`;
