import { type Drawing, type DrawingPart, label, wrap } from './drawing.js';
import { lettersIn, shortened } from './text-width.js';

export interface FishboneCauseData {
  text: string;
  state: 'suspected' | 'rejected' | 'confirmed';
}

export interface FishboneData {
  /** The head of the fish. */
  problem: string;
  categories: { label: string; causes: FishboneCauseData[] }[];
  /** At most; with few categories the fish is shorter. */
  width: number;
}

const size = 11;
const lineHeight = 13;
const head = 130;
/** Wider columns would leave the twigs far from each other. */
const widest = 260;

/**
 * Causes by category as the bones of a fish, the problem as its head. Confirmed causes are bold with a tick, rejected ones carry a
 * cross, so that no colour speaks alone. Its height grows with the causes.
 */
export function fishboneDrawing({ problem, categories, width: most }: FishboneData): Drawing {
  const columns = Math.max(1, Math.ceil(categories.length / 2));
  const column = Math.min(widest, (most - head - 16) / columns);
  const width = columns * column + head + 16;
  const slant = Math.min(34, column * 0.25);
  const room = column - slant - 28;
  const letters = lettersIn(room, size);
  const rows = categories.map(({ causes }) =>
    causes.map((cause) => ({
      cause,
      lines: wrap(marked(cause), letters, 3).map((line) => shortened(line, room, size, weightOf(cause))),
    })),
  );
  const heightOf = (index: number) =>
    (rows[index] ?? []).reduce((sum, { lines }) => sum + lines.length * lineHeight + 6, 0) + 34;
  const upper = categories.flatMap((_, index) => (index % 2 === 0 ? [heightOf(index)] : []));
  const lower = categories.flatMap((_, index) => (index % 2 === 1 ? [heightOf(index)] : []));
  const above = Math.max(70, ...upper);
  const below = lower.length > 0 ? Math.max(70, ...lower) : 30;
  const spine = above + 6;
  const height = spine + below + 6;

  const bones = categories.flatMap((category, index): DrawingPart[] => {
    const up = index % 2 === 0;
    const right = Math.floor(index / 2) * column + column;
    const reach = up ? above : below;
    const end = { x: right - slant, y: up ? spine - reach + 18 : spine + reach - 18 };
    let y = up ? end.y + 18 : spine + 22;
    const texts = (rows[index] ?? []).flatMap(({ cause, lines }): DrawingPart[] => {
      // Where the bone is at this height, the twig ends.
      const nearest = up ? y : y + (lines.length - 1) * lineHeight;
      const share = Math.abs(spine - nearest) / Math.max(1, Math.abs(spine - end.y));
      const x = right - slant * Math.min(1, share) - 6;
      const parts = lines.map((line, at) =>
        label(x - 12, y + at * lineHeight + 3, line, {
          size,
          anchor: 'end',
          weight: weightOf(cause),
          fill: cause.state === 'rejected' ? 'faint' : 'text',
        }),
      );
      parts.push({
        tag: 'line',
        attributes: { x1: x - 9, y1: y, x2: x + 4, y2: y, stroke: 'line', 'stroke-width': 1 },
      });
      y += lines.length * lineHeight + 6;
      return parts;
    });
    return [
      {
        tag: 'line',
        attributes: { x1: end.x, y1: end.y, x2: right, y2: spine, stroke: 'accent', 'stroke-width': 1.6 },
      },
      label(end.x, up ? end.y - 6 : end.y + 15, category.label, { size: 12, weight: 700, anchor: 'middle' }),
      ...texts,
    ];
  });

  const words = wrap(problem, lettersIn(head - 20, size), 4).map((line) => shortened(line, head - 10, size, 700));
  const box = Math.max(40, words.length * 15 + 16);
  return {
    width,
    height,
    parts: [
      {
        tag: 'line',
        attributes: { x1: 4, y1: spine, x2: width - head, y2: spine, stroke: 'accent', 'stroke-width': 2.4 },
      },
      ...bones,
      {
        tag: 'rect',
        attributes: { x: width - head, y: spine - box / 2, width: head - 2, height: box, rx: 6, fill: 'accent' },
      },
      ...words.map((line, at) =>
        label(width - head / 2, spine - ((words.length - 1) * 15) / 2 + at * 15 + 4, line, {
          size,
          weight: 700,
          fill: 'onAccent',
          anchor: 'middle',
        }),
      ),
    ],
  };
}

const weightOf = ({ state }: FishboneCauseData) => (state === 'confirmed' ? 700 : 400);

const marked = ({ text, state }: FishboneCauseData) =>
  state === 'confirmed' ? `✓ ${text}` : state === 'rejected' ? `✗ ${text}` : text;
