import type { PrintedReport, ReportBlock, ReportCell, ReportColumn } from './report.js';

/** The width of the text on a page, and what a cell loses at its sides, in points. */
const page = { portrait: 487, landscape: 734 };
const inset = 8;
/** The size of type in tables, in running text and in the title, in points. */
const size = { cell: 8.6, text: 9.2, title: 16 };
/** How much wider bold type is. */
const bold = 1.08;
/** A place where a line may end, which shows nothing. */
const gap = '\u200b';

/** About how wide a letter is in Inter, in parts of its size; rather too wide. */
const widthOf = (letter: string): number => {
  if (/[fijlrtI.,:;'|()[\]!/ ·-]/.test(letter)) return 0.35;
  if (/[W@—…]/.test(letter)) return 1.08;
  if (/[mwM%]/.test(letter)) return 0.93;
  if (/\p{Lu}/u.test(letter)) return 0.75;
  return letter.codePointAt(0)! < 0x300 ? 0.62 : 1;
};
const textWidth = (text: string): number => [...text].reduce((sum, letter) => sum + widthOf(letter), 0);

/** Gives words that are wider than `width` (points) places to break; all others stay whole. */
function broken(text: string, width: number, type: number): string {
  const most = Math.max(3, width / type);
  // The widest letters are rare, so that most texts need no counting.
  if (text.length < most) return text;
  return text.replace(/\S+/g, (word) => {
    if (word.length < most || textWidth(word) <= most) return word;
    let used = 0;
    return [...word].reduce((done, letter) => {
      used += widthOf(letter);
      if (used <= most) return done + letter;
      used = widthOf(letter);
      return done + gap + letter;
    }, '');
  });
}

/** The report with words broken that would leave their column. Columns as wide as their text stay as they are. */
export function breakable(report: PrintedReport): PrintedReport {
  const width = report.landscape ? page.landscape : page.portrait;
  const full = (text: string) => broken(text, width, size.text);
  return {
    ...report,
    title: broken(report.title, width, size.title * bold),
    organisation: broken(report.organisation, width / 2, size.text),
    facts: report.facts.map(([label, value]) => [label, broken(value, width / 2 - 110, size.text)]),
    sections: report.sections.map(({ title, blocks }) => ({
      title,
      blocks: blocks.map((block) => inBlock(block, width, full)),
    })),
  };
}

function inBlock(block: ReportBlock, width: number, full: (text: string) => string): ReportBlock {
  switch (block.kind) {
    case 'text':
      return { ...block, text: full(block.text) };
    case 'list':
      return { ...block, items: block.items.map((item) => broken(item, width - 20, size.text)) };
    case 'tree': {
      const narrow = (text: string) => broken(text, width - 190, size.text);
      return {
        ...block,
        nodes: block.nodes.map((node) => ({ ...node, text: narrow(node.text), notes: node.notes.map(narrow) })),
      };
    }
    case 'table': {
      const widths = columnWidths(block.columns, block.rows, width);
      return { ...block, rows: block.rows.map((row) => row.map((cell, at) => inCell(cell, widths[at] ?? 40))) };
    }
    default:
      return block;
  }
}

const inCell = (cell: ReportCell, width: number): ReportCell =>
  typeof cell === 'string'
    ? broken(cell, width, size.cell)
    : {
        ...cell,
        text: broken(cell.text, width, size.cell),
        notes: cell.notes.map((note) => broken(note, width, size.cell)),
      };

/** About how wide the columns will be, in points. */
function columnWidths(columns: readonly ReportColumn[], rows: readonly ReportCell[][], width: number): number[] {
  const widest = columns.map(({ title, share }, at) =>
    share
      ? 0
      : rows.reduce(
          (most, row) => {
            const cell = row[at] ?? '';
            const lines = (typeof cell === 'string' ? [cell] : [cell.text, ...cell.notes]).join('\n').split('\n');
            return Math.max(most, ...lines.map((line) => textWidth(line) * size.cell + inset));
          },
          textWidth(title) * size.cell + inset,
        ),
  );
  const free = Math.max(
    0,
    widest.reduce((rest, one) => rest - one, width),
  );
  const shares = columns.reduce((sum, { share = 0 }) => sum + share, 0);
  return columns.map(({ share }, at) => (share ? Math.max(20, (free * share) / shares - inset) : widest[at]!));
}
