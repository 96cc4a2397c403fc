/** First characters that a spreadsheet may read as the start of a formula, the last four in full width. */
const FORMULA_STARTS = new Set(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20']);
const NEGATIVE_NUMBER = /^-\d+(?:\.\d+)?$/;

/**
 * One line of a table in the pack: RFC 4180 with commas, every text in double quotes and CRLF at the end, so that
 * lines can be told from line breaks in a text. Unquoted are numbers, booleans and nothing at all (null, undefined).
 * Dates are written in ISO 8601 UTC, lists and objects as JSON. UTF-8 when stored, without a byte order mark.
 *
 * A text that a spreadsheet could run as a formula gets an apostrophe in front. To read the value back, take one
 * apostrophe off a text that has, after its leading apostrophes, one of = + - @ TAB CR LF NUL or their full-width forms.
 *
 * Throws a TypeError for what has no exact text: a number that is not finite, an invalid date, a function, a symbol.
 */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return '';
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`no number for a table: ${value}`);
      return String(value);
    case 'string':
      return quoted(harmless(value));
    case 'object':
      return value === null ? '' : quoted(harmless(objectText(value)));
    default:
      throw new TypeError(`no value for a table: ${typeof value}`);
  }
}

function objectText(value: object): string {
  if (!(value instanceof Date)) return JSON.stringify(value);
  if (Number.isNaN(value.getTime())) throw new TypeError('no date for a table');
  return value.toISOString();
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Texts that already have the apostrophe get one more, which is what makes the rule above reversible. */
function harmless(text: string): string {
  const first = text.charAt(text.search(/[^']/));
  // The database hands exact decimals over as text, and a plain negative number cannot do harm.
  if (!FORMULA_STARTS.has(first) || NEGATIVE_NUMBER.test(text)) return text;
  return `'${text}`;
}
