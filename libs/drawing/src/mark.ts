import type { DrawingPart } from './drawing.js';

/** Something that stands for data: a link where it has an address; its name is read aloud and shown on hover. */
export const mark = (name: string, href: string | undefined, parts: DrawingPart[]): DrawingPart => ({
  tag: href ? 'a' : 'g',
  attributes: href ? { href, 'aria-label': name } : {},
  parts: [{ tag: 'title', attributes: {}, parts: [name] }, ...parts],
});

/** A text that stays readable where lines run behind it. */
export function haloed(text: DrawingPart): DrawingPart {
  const halo = { stroke: 'surface', 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };
  return { ...text, attributes: { ...text.attributes, ...halo } };
}

/** Nothing to see, much to hit: small marks get an area that a finger finds. */
export const hitArea = (x: number, y: number, width: number, height: number): DrawingPart => ({
  tag: 'rect',
  attributes: { x, y, width, height, fill: 'none', 'pointer-events': 'all' },
});

/** A straight line. */
export const rule = (
  [x1, y1, x2, y2]: [number, number, number, number],
  stroke: 'grid' | 'line' | 'alarm' | 'faint',
  dashed = false,
): DrawingPart => ({
  tag: 'line',
  attributes: { x1, y1, x2, y2, stroke, ...(dashed && { 'stroke-dasharray': '5 4' }) },
});

/** The line of cumulative shares with its points; what lies below it stays within reach. */
export const curve = (points: [x: number, y: number][]): DrawingPart[] => [
  {
    tag: 'polyline',
    attributes: {
      points: points.map(([x, y]) => `${x},${y}`).join(' '),
      fill: 'none',
      stroke: 'second',
      'stroke-width': 1.75,
      'pointer-events': 'none',
    },
  },
  ...points.map(([cx, cy]): DrawingPart => ({
    tag: 'circle',
    attributes: { cx, cy, r: 3, fill: 'second', 'pointer-events': 'none' },
  })),
];
