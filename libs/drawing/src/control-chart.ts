import { scaleLinear } from 'd3-scale';
import { type Drawing, type DrawingPart, label } from './drawing.js';
import { type Box, freePlace, type Segment, spread } from './label-place.js';
import { haloed, hitArea, mark, rule } from './mark.js';
import { textWidth } from './text-width.js';

export interface ControlChartPoint {
  /** Below the axis: “W47”. */
  label: string;
  value: number;
  /** What the point signals, in a word or two each; none for most. */
  signals: string[];
  href?: string;
  /** What it is, for reading aloud: “Week 47: 26, beyond the limit”. */
  name: string;
}

export interface ControlChartData {
  /** Oldest first. */
  points: ControlChartPoint[];
  centre: number;
  upper: number;
  /** Not drawn at 0, where there is nothing below. */
  lower: number;
  width: number;
  number: (value: number) => string;
  /** Words before the numbers of the lines: “mean”, “UCL”, “LCL”. */
  texts: { centre: string; upper: string; lower: string };
}

const size = 11;
const top = 26;
const plotHeight = 190;
const bottom = top + plotHeight;
const height = bottom + 26;

/** Values in order of time between the limits of a stable process; signals are diamonds with a word. */
export function controlChartDrawing({ points, centre, upper, lower, width, number, texts }: ControlChartData): Drawing {
  const limits = [
    { value: upper, text: `${texts.upper} ${number(upper)}`, colour: 'alarm' as const },
    { value: centre, text: `${texts.centre} ${number(centre)}`, colour: 'faint' as const },
    ...(lower > 0 ? [{ value: lower, text: `${texts.lower} ${number(lower)}`, colour: 'alarm' as const }] : []),
  ];
  const highest = Math.max(1, upper, ...points.map(({ value }) => value));
  const y = scaleLinear([0, highest * 1.06], [bottom, top]);
  const ticks = y.ticks(5).filter((tick) => Number.isInteger(tick) || highest < 3);
  const left = Math.max(...ticks.map((tick) => textWidth(number(tick), size))) + 10;
  const right = width - Math.max(...limits.map(({ text }) => textWidth(text, size, 600))) - 12;
  const step = (right - left) / Math.max(1, points.length);
  const x = (index: number) => left + step * (index + 0.5);

  const axis = ticks.flatMap((tick): DrawingPart[] => [
    rule([left, y(tick), right, y(tick)], 'grid'),
    label(left - 8, y(tick) + 4, number(tick), { size, fill: 'faint', anchor: 'end' }),
  ]);
  const places = spread(
    limits.map(({ value }) => y(value)),
    size + 4,
  );
  const lines = limits.flatMap(({ value, text, colour }, index): DrawingPart[] => [
    rule([left, y(value), right, y(value)], colour, colour === 'alarm'),
    label(right + 8, places[index]! + 4, text, { size, weight: 600, fill: colour }),
  ]);
  const polyline: DrawingPart = {
    tag: 'polyline',
    attributes: {
      points: points.map(({ value }, index) => `${x(index)},${y(value)}`).join(' '),
      fill: 'none',
      stroke: 'accent',
      'stroke-width': 1.75,
      'stroke-linejoin': 'round',
    },
  };
  const marks = points.map((point, index) => {
    const [cx, cy] = [x(index), y(point.value)];
    return mark(point.name, point.href, [
      hitArea(cx - step / 2, top, step, plotHeight),
      point.signals.length > 0
        ? { tag: 'path', attributes: { d: `M${cx},${cy - 7} l7,7 l-7,7 l-7,-7 Z`, fill: 'alarm' } }
        : { tag: 'circle', attributes: { cx, cy, r: Math.min(3.5, step / 3), fill: 'accent' } },
    ]);
  });
  const way: Segment[] = [
    ...limits.map(({ value }): Segment => [left, y(value), right, y(value)]),
    ...points.slice(1).map(({ value }, index): Segment => [x(index), y(points[index]!.value), x(index + 1), y(value)]),
  ];
  const at = points.map(({ value }, index) => ({ x: x(index), y: y(value) }));
  return {
    width,
    height,
    parts: [
      ...axis,
      ...lines,
      polyline,
      ...marks,
      ...words(points, at, way, { left, right }),
      ...days(points, x, step),
    ],
  };
}

/** The word of each signal, once for neighbours that signal the same, where it hides nothing. */
function words(
  points: ControlChartPoint[],
  at: { x: number; y: number }[],
  way: Segment[],
  { left, right }: { left: number; right: number },
): DrawingPart[] {
  const taken: Box[] = points.flatMap(({ signals }, index) => {
    const r = signals.length > 0 ? 7 : 3;
    const { x, y } = at[index]!;
    return [{ left: x - r, right: x + r, top: y - r, bottom: y + r }];
  });
  return points.flatMap(({ signals }, index): DrawingPart[] => {
    const [text] = signals;
    // The last of a row of equal signals carries the word.
    if (text === undefined || points[index + 1]?.signals[0] === text) return [];
    const width = textWidth(text, size, 600);
    const { x, y } = at[index]!;
    const box = (middle: number, centre: number): Box => {
      const from = Math.min(Math.max(middle - width / 2, left + 2), right - width - 2);
      return { left: from, right: from + width, top: centre - 7, bottom: centre + 7 };
    };
    const beside = width / 2 + 12;
    const place = freePlace(
      [
        box(x, y - 16),
        box(x + beside, y),
        box(x - beside, y),
        box(x, y + 17),
        ...[-30, 32, -46, 48].flatMap((off) => [box(x, y + off), box(x - beside, y + off), box(x + beside, y + off)]),
      ].filter((candidate) => candidate.top >= 2 && candidate.bottom <= bottom - 2),
      taken,
      way,
    );
    taken.push(place);
    return [haloed(label(place.left, place.bottom - 3, text, { size, weight: 600, fill: 'alarm' }))];
  });
}

/** As many labels of the axis as have room, the last among them. */
function days(points: ControlChartPoint[], x: (index: number) => number, step: number): DrawingPart[] {
  const widest = Math.max(0, ...points.map((point) => textWidth(point.label, size)));
  const every = Math.max(1, Math.ceil((widest + 10) / step));
  return points.flatMap((point, index) =>
    (points.length - 1 - index) % every === 0
      ? [label(x(index), bottom + 18, point.label, { size, fill: 'faint', anchor: 'middle' })]
      : [],
  );
}
