import type { Drawing } from './drawing.js';
import { labelSize, type ParetoData } from './pareto-data.js';
import { lyingPareto } from './pareto-lying.js';
import { uprightPareto } from './pareto-upright.js';
import { textWidth } from './text-width.js';

/** Below this share of all, the number of the first column would stand on the line. */
const leastOfFirst = 0.1;

/** Bars with the line of their cumulative share: columns, or rows where columns would be too narrow for their words. */
export function paretoDrawing(data: ParetoData): Drawing {
  const { bars, width } = data;
  const column = (width - 52) / Math.max(1, bars.length);
  const words = bars.flatMap(({ label }) => label.split(/\s+/));
  const longest = Math.max(0, ...words.map((word) => textWidth(word, labelSize)));
  const upright = column >= longest + 6 && (bars[0]?.cumulativeShare ?? 0) >= leastOfFirst;
  return upright ? uprightPareto(data) : lyingPareto(data);
}
