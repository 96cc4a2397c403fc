import { type ControlChartData, controlChartDrawing } from './control-chart.js';
import { drawn, misplaced, numberOf, segmentsOf, textsOf } from './drawn.js';
import { overlap } from './label-place.js';

const data = (values: number[], width: number, more: Partial<ControlChartData> = {}): ControlChartData => ({
  points: values.map((value, index) => ({
    label: `W${String(index + 1).padStart(2, '0')}`,
    value,
    signals: value > 20 ? ['beyond the limit'] : [],
    href: `/w/${index}`,
    name: `Week ${index + 1}: ${value}`,
  })),
  centre: 12,
  upper: 22.4,
  lower: 1.6,
  width,
  number: (value) => value.toLocaleString('en', { maximumFractionDigits: 1 }),
  texts: { centre: 'mean', upper: 'UCL', lower: 'LCL' },
  ...more,
});
const half = [12, 9, 14, 11, 13, 8, 10, 15, 12, 11, 9, 13, 10, 26, 12, 14, 16, 15, 17, 16, 18, 15, 24, 25, 13, 10];
const cases = [620, 340].flatMap((width) => [
  data(half, width),
  data([0, 1, 0, 25], width, { centre: 0.6, upper: 2.9, lower: 0 }),
  data(Array<number>(26).fill(0), width, { centre: 0, upper: 0, lower: 0 }),
  data(Array<number>(104).fill(12_000), width, { centre: 12_000, upper: 12_329, lower: 11_671 }),
  data([], width),
]);

describe('the drawing of a control chart', () => {
  it('keeps every text inside and apart from the others', () => {
    for (const one of cases) expect(misplaced(controlChartDrawing(one))).toEqual([]);
  });

  it('draws signals as diamonds with a word, all others as points', () => {
    const drawing = controlChartDrawing(data(half, 620));
    expect(drawn(drawing, 'path')).toHaveLength(3);
    expect(drawn(drawing, 'circle')).toHaveLength(23);
    // Neighbours with the same signal share the word.
    expect(textsOf(drawing).filter(({ text }) => text === 'beyond the limit')).toHaveLength(2);
  });

  it('lets no word hide a point', () => {
    for (const one of cases) {
      const drawing = controlChartDrawing(one);
      const words = textsOf(drawing).filter(({ text }) => text === 'beyond the limit');
      for (const point of drawn(drawing, 'circle')) {
        const [x, y] = [numberOf(point, 'cx'), numberOf(point, 'cy')];
        const box = { left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 };
        expect(words.filter((word) => overlap(word.box, box))).toEqual([]);
      }
    }
  });

  it('puts values and limits on one scale', () => {
    const drawing = controlChartDrawing(data([12, 22.4], 620));
    const [line] = drawn(drawing, 'polyline').map(segmentsOf);
    const dashed = drawn(drawing, 'line').filter(({ attributes }) => attributes['stroke'] === 'alarm');
    expect(line![0]![3]).toBeCloseTo(numberOf(dashed[0]!, 'y1'), 6);
    expect(dashed).toHaveLength(2);
  });

  it('draws no lower limit at zero', () => {
    const drawing = controlChartDrawing(data(half, 620, { lower: 0 }));
    expect(drawn(drawing, 'line').filter(({ attributes }) => attributes['stroke'] === 'alarm')).toHaveLength(1);
    expect(textsOf(drawing).some(({ text }) => text.startsWith('LCL'))).toBe(false);
  });

  it('links each week', () => {
    const links = drawn(controlChartDrawing(data(half, 340)), 'a').map(({ attributes }) => attributes['href']);
    expect(links).toEqual(half.map((_, index) => `/w/${index}`));
  });
});
