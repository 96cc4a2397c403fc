import { scaleLinear } from 'd3-scale';
import { type Drawing, type DrawingColour, type DrawingPart, label } from './drawing.js';
import { mark } from './mark.js';
import { textWidth } from './text-width.js';

export interface AgeingSegment {
  value: number;
  href?: string;
  /** What it is, for reading aloud: “31–60 days, environment: 12”. */
  name: string;
}

export interface AgeingData {
  /** In the order of the segments of each row. */
  series: { label: string; colour: DrawingColour }[];
  rows: { label: string; segments: AgeingSegment[]; href?: string; name: string }[];
  width: number;
  number: (value: number) => string;
}

const size = 12;
const rowHeight = 34;
const barHeight = 22;
const light: DrawingColour[] = ['accentSoft', 'grid', 'surface'];

/** How old open records are: a bar a bucket, its segments by discipline, its total at the end. */
export function ageingDrawing({ series, rows, width, number }: AgeingData): Drawing {
  const legend = legendOf(series, width);
  const left = Math.max(...rows.map((row) => textWidth(row.label, size)), 0) + 12;
  const totals = rows.map(({ segments }) => segments.reduce((sum, { value }) => sum + value, 0));
  const right = Math.max(...totals.map((total) => textWidth(number(total), size, 700)), 0) + 12;
  const most = Math.max(1, ...totals);
  const x = scaleLinear([0, most], [left, width - right]);
  const parts = rows.flatMap((row, index): DrawingPart[] => {
    const top = legend.height + index * rowHeight;
    const base = top + barHeight / 2 + size / 3;
    let before = 0;
    const segments = row.segments.flatMap((segment, position): DrawingPart[] => {
      const from = x(before);
      before += segment.value;
      const { colour } = series[position]!;
      return segment.value > 0 ? [bar(segment, colour, number(segment.value), from, x(before), top)] : [];
    });
    const total = mark(row.name, row.href, [
      label(left - 10, base, row.label, { size, fill: 'faint', anchor: 'end' }),
      label(x(before) + 7, base, number(totals[index]!), { size, weight: 700 }),
    ]);
    return [total, ...segments];
  });
  const axis: DrawingPart = {
    tag: 'line',
    attributes: {
      x1: left,
      x2: left,
      y1: legend.height - 4,
      y2: legend.height + rows.length * rowHeight - 8,
      stroke: 'grid',
    },
  };
  return { width, height: legend.height + rows.length * rowHeight, parts: [...legend.parts, axis, ...parts] };
}

function bar(segment: AgeingSegment, colour: DrawingColour, text: string, from: number, to: number, top: number) {
  // A gap parts neighbours that look alike to some eyes; the smallest share stays visible.
  const width = Math.max(1.5, to - from - 1.5);
  const shape: DrawingPart = {
    tag: 'rect',
    attributes: { x: from, y: top, width, height: barHeight, rx: 2, fill: colour },
  };
  const fits = textWidth(text, 11, 600) + 8 <= width;
  const inside = label(from + width / 2, top + barHeight / 2 + 4, text, {
    size: 11,
    weight: 600,
    fill: light.includes(colour) ? 'text' : 'onAccent',
    anchor: 'middle',
  });
  return mark(segment.name, segment.href, fits ? [shape, inside] : [shape]);
}

/** One line of coloured squares with their words, or more where they do not fit. */
function legendOf(series: AgeingData['series'], width: number): { parts: DrawingPart[]; height: number } {
  let x = 0;
  let line = 0;
  const parts = series.flatMap(({ label: text, colour }): DrawingPart[] => {
    const needed = 18 + textWidth(text, size) + 16;
    if (x > 0 && x + needed > width) [x, line] = [0, line + 1];
    const [left, top] = [x, line * 20];
    x += needed;
    return [
      { tag: 'rect', attributes: { x: left, y: top + 3, width: 12, height: 12, rx: 2, fill: colour } },
      label(left + 18, top + 13, text, { size, fill: 'faint' }),
    ];
  });
  return { parts, height: (line + 1) * 20 + 10 };
}
