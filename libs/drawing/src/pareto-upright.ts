import { scaleBand, scaleLinear } from 'd3-scale';
import { type Drawing, type DrawingPart, label, wrap } from './drawing.js';
import { curve, hitArea, mark, rule } from './mark.js';
import { labelSize, type ParetoData } from './pareto-data.js';
import { lettersIn } from './text-width.js';

const plotHeight = 230;
const top = 14;
const right = 46;
const edge = 6;
const widestColumn = 96;

/** Columns whose height is their share of all, so that the line of the cumulative share begins on the first. */
export function uprightPareto({ bars, width, number, percent }: ParetoData): Drawing {
  const bottom = top + plotHeight;
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  const room = width - right - edge;
  const gap = Math.max(0.18, 1 - (widestColumn * bars.length) / room);
  const x = scaleBand(
    bars.map((_, index) => index),
    [edge, width - right],
  )
    .paddingInner(gap)
    .paddingOuter(gap / 2);
  const y = scaleLinear([0, 1], [bottom, top]);
  const centre = (index: number) => x(index)! + x.bandwidth() / 2;
  const lines = bars.map((bar) => wrap(bar.label, lettersIn(x.step() - 4, labelSize), 3));
  const height = bottom + 8 + Math.max(...lines.map((words) => words.length)) * 13 + 4;

  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((share): DrawingPart[] => [
    rule([edge, y(share), width - right, y(share)], share === 0.8 ? 'line' : 'grid', share === 0.8),
    label(width - right + 8, y(share) + 4, percent(share), {
      size: labelSize,
      fill: share === 0.8 ? 'text' : 'faint',
      weight: share === 0.8 ? 600 : 400,
    }),
  ]);
  const columns = bars.map((bar, index) => {
    const height = y(0) - y(bar.value / total);
    const inside = height >= 15;
    return mark(bar.name, bar.href, [
      hitArea(x(index)!, top, x.bandwidth(), plotHeight),
      {
        tag: 'rect',
        attributes: {
          x: x(index)!,
          y: bottom - height,
          width: x.bandwidth(),
          height,
          rx: 2,
          fill: bar.vital ? 'accent' : 'accentSoft',
        },
      },
      // The line runs above every column, so the number stands in it wherever it can.
      label(
        centre(index),
        inside ? bottom - height + 14 + (index === 0 ? 4 : 0) : bottom - height - 4,
        number(bar.value),
        {
          size: labelSize,
          weight: 700,
          fill: inside && bar.vital ? 'onAccent' : 'text',
          anchor: 'middle',
        },
      ),
      ...lines[index]!.map((words, line) =>
        label(centre(index), bottom + 16 + line * 13, words, { size: labelSize, fill: 'faint', anchor: 'middle' }),
      ),
    ]);
  });
  const line = curve(bars.map(({ cumulativeShare }, index) => [centre(index), y(cumulativeShare)]));
  return { width, height, parts: [...grid, ...columns, ...line] };
}
