import { scaleLinear } from 'd3-scale';
import { type Drawing, type DrawingPart, label, wrap } from './drawing.js';
import { curve, haloed, hitArea, mark, rule } from './mark.js';
import type { ParetoData } from './pareto-data.js';
import { lettersIn, textWidth } from './text-width.js';

const size = 12;
const rowHeight = 34;
const barHeight = 20;
const head = 26;
const fewestForCurve = 480;

/** A bar a row and its cumulative share as a number, for long words, many causes and phones; wide ones with the line. */
export function lyingPareto({ bars, width, number, percent, cumulative }: ParetoData): Drawing {
  const curved = width >= fewestForCurve;
  const widest = Math.max(0, ...bars.map((bar) => textWidth(bar.label, size)));
  const left = Math.min(widest, width * 0.36) + 10;
  const shares = Math.max(textWidth(cumulative, 11), textWidth(percent(1), size)) + 12;
  const numbers = curved ? 4 : Math.max(0, ...bars.map(({ value }) => textWidth(number(value), size, 700))) + 8;
  const values = bars.map(({ value }) => value);
  // With the line every length is a share of all, without it the longest bar takes the room.
  const whole = curved ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  const x = scaleLinear([0, whole || 1], [left, width - shares - numbers]);
  const middle = (index: number) => head + (index + 0.5) * rowHeight;
  const bottom = head + bars.length * rowHeight;

  const rows = bars.map((bar, index) => {
    const words = wrap(bar.label, lettersIn(left - 12, size), 2);
    const text = number(bar.value);
    const length = x(bar.value) - left;
    const inside = curved && textWidth(text, size, 700) + 14 <= length;
    return mark(bar.name, bar.href, [
      hitArea(0, middle(index) - rowHeight / 2, width, rowHeight),
      ...words.map((line, position) =>
        label(left - 8, middle(index) + 4 + (position - (words.length - 1) / 2) * 13, line, {
          size,
          fill: 'faint',
          anchor: 'end',
        }),
      ),
      {
        tag: 'rect',
        attributes: {
          x: left,
          y: middle(index) - barHeight / 2,
          width: length,
          height: barHeight,
          rx: 2,
          fill: bar.vital ? 'accent' : 'accentSoft',
        },
      },
      inside
        ? label(x(bar.value) - 8, middle(index) + 4, text, {
            size,
            weight: 700,
            fill: bar.vital ? 'onAccent' : 'text',
            anchor: 'end',
          })
        : haloed(label(x(bar.value) + 6, middle(index) + 4, text, { size, weight: 700 })),
      label(width - 2, middle(index) + 4, percent(bar.cumulativeShare), {
        size,
        fill: bar.vital ? 'text' : 'faint',
        anchor: 'end',
      }),
    ]);
  });
  const few = bars.filter(({ vital }) => vital).length;
  const parted = few > 0 && few < bars.length;
  const border = curved ? x(0.8 * whole) : head + few * rowHeight;
  const dashes: DrawingPart[] = curved
    ? [
        ...[0, 0.2, 0.4, 0.6, 1].map((share) => rule([x(share * whole), head - 4, x(share * whole), bottom], 'grid')),
        rule([border, head - 4, border, bottom], 'line', true),
        label(border, 14, percent(0.8), { size: 11, weight: 600, anchor: 'middle' }),
      ]
    : parted
      ? [rule([0, border, width, border], 'line', true)]
      : [];
  const line = curved
    ? curve(bars.map(({ cumulativeShare }, index) => [x(cumulativeShare * whole), middle(index)]))
    : [];
  return {
    width,
    height: bottom + 2,
    parts: [...dashes, label(width - 2, 14, cumulative, { size: 11, fill: 'faint', anchor: 'end' }), ...rows, ...line],
  };
}
