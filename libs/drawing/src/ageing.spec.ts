import { type AgeingData, ageingDrawing } from './ageing.js';
import { barsOf, drawn, misplaced, numberOf, textsOf } from './drawn.js';

const data = (rows: number[][], width: number, names = ['ISO 9001', 'ISO 14001', 'Both']): AgeingData => ({
  series: [
    { label: names[0]!, colour: 'accent' },
    { label: names[1]!, colour: 'good' },
    { label: names[2]!, colour: 'accentSoft' },
  ],
  rows: rows.map((values, row) => ({
    label: ['0–30 days', '31–60 days', '61–90 days', '91–180 days', 'over 180 days'][row]!,
    name: `row ${row}`,
    href: `/r/${row}`,
    segments: values.map((value, part) => ({ value, href: `/r/${row}/${part}`, name: `${row} ${part}: ${value}` })),
  })),
  width,
  number: (value) => value.toLocaleString('en'),
});
const usual = [
  [70, 30, 15],
  [50, 24, 10],
  [30, 12, 7],
  [12, 9, 3],
  [5, 1, 0],
];
const long = ['Qualitätsmanagement nach ISO 9001', 'Umweltmanagement nach ISO 14001', 'Beide Managementsysteme'];
/** The bars without the squares of the legend. */
const segments = (drawing: ReturnType<typeof ageingDrawing>) =>
  barsOf(drawing).filter((bar) => numberOf(bar, 'height') === 22);

describe('the drawing of ages', () => {
  it('keeps every text inside and apart from the others', () => {
    for (const width of [620, 340])
      for (const rows of [usual, [[0, 0, 0]], [[12_345, 1, 1]], []])
        for (const names of [undefined, long]) expect(misplaced(ageingDrawing(data(rows, width, names)))).toEqual([]);
  });

  it('draws segments in proportion, one after the other', () => {
    const [first, second, third, below] = segments(ageingDrawing(data(usual, 620)));
    const gap = 1.5;
    const unit = (numberOf(first!, 'width') + gap) / 70;
    expect(numberOf(second!, 'width') + gap).toBeCloseTo(30 * unit, 6);
    expect(numberOf(third!, 'width') + gap).toBeCloseTo(15 * unit, 6);
    expect(numberOf(second!, 'x')).toBeCloseTo(numberOf(first!, 'x') + 70 * unit, 6);
    expect(numberOf(below!, 'width') + gap).toBeCloseTo(50 * unit, 6);
  });

  it('says the total of each row, and draws nothing for nothing', () => {
    const drawing = ageingDrawing(data(usual, 620));
    const texts = textsOf(drawing).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['115', '84', '49', '24', '6']));
    expect(segments(drawing)).toHaveLength(14);
    expect(segments(ageingDrawing(data([[0, 0, 0]], 620)))).toEqual([]);
  });

  it('links rows and segments', () => {
    const links = drawn(ageingDrawing(data([[2, 1, 0]], 620)), 'a').map(({ attributes }) => attributes['href']);
    expect(links).toEqual(['/r/0', '/r/0/0', '/r/0/1']);
  });
});
