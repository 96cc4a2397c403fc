import { barsOf, drawn, misplaced, numberOf, segmentsOf, textsOf } from './drawn.js';
import { svgText } from './drawing.js';
import { crosses } from './label-place.js';
import { paretoDrawing } from './pareto.js';
import type { ParetoData } from './pareto-data.js';

const english = ['Procedure not followed', 'Training', 'Equipment', 'Measurement', 'Communication', 'Design', 'Other'];
const german = [
  'Verfahren nicht eingehalten',
  'Betriebsmittel',
  'Ressourcen und Arbeitslast',
  'Lieferant oder Material',
];

const data = (values: number[], labels: string[], width: number): ParetoData => {
  const total = values.reduce((sum, value) => sum + value, 0);
  let before = 0;
  return {
    bars: values.map((value, index) => {
      const vital = before < 0.8 * total;
      before += value;
      const label = labels[index % labels.length]!;
      return {
        label,
        value,
        cumulativeShare: before / total,
        vital,
        href: `/c?n=${index}`,
        name: `${label}: ${value}`,
      };
    }),
    width,
    number: (value) => value.toLocaleString('en'),
    percent: (share) => `${Math.round(share * 100)} %`,
    cumulative: 'together',
  };
};
const vector = [42, 23, 15, 8, 6, 4, 2];
const cases = [620, 340].flatMap((width) =>
  [
    vector,
    [5, 2, 1],
    [1],
    [144_000, 54_000, 53_000, 2],
    Array<number>(13).fill(3),
    [10, ...Array<number>(15).fill(6)],
  ].flatMap((values) => [english, german, ['A', 'B', 'C']].map((labels) => data(values, labels, width))),
);

describe('the drawing of a Pareto analysis', () => {
  it('keeps every text inside and apart from the others', () => {
    for (const one of cases) expect(misplaced(paretoDrawing(one))).toEqual([]);
  });

  it('draws the bars in proportion, the vital few dark', () => {
    for (const one of cases) {
      const bars = barsOf(paretoDrawing(one));
      const upright = numberOf(bars[0]!, 'height') !== 20;
      const unit = numberOf(bars[0]!, upright ? 'height' : 'width') / one.bars[0]!.value;
      for (const [index, { value, vital }] of one.bars.entries()) {
        expect(numberOf(bars[index]!, upright ? 'height' : 'width')).toBeCloseTo(unit * value, 6);
        expect(bars[index]!.attributes['fill']).toBe(vital ? 'accent' : 'accentSoft');
      }
    }
  });

  it('ends the line at 100 %, beginning at the end of the first bar', () => {
    const drawing = paretoDrawing(data(vector, ['A', 'B', 'C'], 620));
    const points = drawn(drawing, 'circle').map((point) => numberOf(point, 'cy'));
    const [first] = barsOf(drawing);
    const bottom = numberOf(first!, 'y') + numberOf(first!, 'height');
    const full = numberOf(first!, 'height') / 0.42;
    expect(points[0]).toBeCloseTo(numberOf(first!, 'y'), 6);
    expect(points.map((y) => Math.round(((bottom - y) / full) * 100))).toEqual([42, 65, 80, 88, 94, 98, 100]);
  });

  it('lets no number stand on the line', () => {
    for (const one of cases) {
      const drawing = paretoDrawing(one);
      const numbers = new Set(one.bars.map(({ value }) => one.number(value)));
      const lines = drawn(drawing, 'polyline').flatMap(segmentsOf);
      for (const { text, box } of textsOf(drawing))
        if (numbers.has(text)) expect(lines.filter((line) => crosses(line, box))).toEqual([]);
    }
  });

  it('makes columns of short words, and rows where words are long or the picture is narrow', () => {
    const barHeights = (one: ParetoData) => new Set(barsOf(paretoDrawing(one)).map((bar) => numberOf(bar, 'height')));
    expect(barHeights(data(vector, ['A'], 620)).size).toBeGreaterThan(1);
    expect(barHeights(data(vector, german, 620)).size).toBe(1);
    expect(drawn(paretoDrawing(data(vector, german, 620)), 'polyline')).toHaveLength(1);
    expect(drawn(paretoDrawing(data(vector, german, 340)), 'polyline')).toHaveLength(0);
  });

  it('links each bar and names it, on the screen; on paper nothing links', () => {
    const drawing = paretoDrawing(data([3, 1], ['A', 'B'], 620));
    expect(drawn(drawing, 'a').map(({ attributes }) => attributes)).toEqual([
      { href: '/c?n=0', 'aria-label': 'A: 3' },
      { href: '/c?n=1', 'aria-label': 'B: 1' },
    ]);
    expect(svgText(drawing)).not.toContain('<a');
  });

  it('is an empty picture without causes', () => {
    expect(barsOf(paretoDrawing(data([], english, 620)))).toEqual([]);
  });
});
