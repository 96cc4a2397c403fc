import { scaleLinear } from 'd3-scale';
import type { Drawing, DrawingColour, DrawingPart } from './drawing.js';

export interface SparklineData {
  /** Oldest first; null where there is no value. */
  values: (number | null)[];
  width: number;
  /** 36 without it. */
  height?: number;
  colour?: DrawingColour;
}

const edge = 4;

/** The way a figure took, without axes: its lowest value is near the bottom, not zero. */
export function sparklineDrawing({ values, width, height = 36, colour = 'accent' }: SparklineData): Drawing {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const lowest = Math.min(...known.map(({ value }) => value));
  const highest = Math.max(...known.map(({ value }) => value));
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [edge, width - edge]);
  const y =
    lowest === highest
      ? () => height / 2
      : scaleLinear([lowest, highest], [height - edge - (height - 2 * edge) / 6, edge]);
  const points = known.map(({ value, index }) => `${round(x(index))},${round(y(value))}`);
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last) return { width, height, parts: [] };
  const area: DrawingPart = {
    tag: 'path',
    attributes: {
      d: `M${round(x(first.index))},${height} L${points.join(' L')} L${round(x(last.index))},${height} Z`,
      fill: colour,
      'fill-opacity': 0.12,
    },
  };
  const line: DrawingPart = {
    tag: 'polyline',
    attributes: {
      points: points.join(' '),
      fill: 'none',
      stroke: colour,
      'stroke-width': 1.75,
      'stroke-linejoin': 'round',
    },
  };
  const now: DrawingPart = {
    tag: 'circle',
    attributes: { cx: round(x(last.index)), cy: round(y(last.value)), r: 3, fill: colour },
  };
  return { width, height, parts: [area, line, now] };
}

const round = (length: number) => Math.round(length * 10) / 10;
