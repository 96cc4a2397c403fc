import { drawn, numberOf, segmentsOf } from './drawn.js';
import { sparklineDrawing } from './sparkline.js';

describe('a sparkline', () => {
  const line = (values: (number | null)[]) =>
    drawn(sparklineDrawing({ values, width: 220 }), 'polyline').flatMap(segmentsOf);

  it('goes from left to right, higher for more, inside the picture', () => {
    const segments = line([3, 1, 2, 5]);
    expect(segments).toHaveLength(3);
    const heights = [segments[0]![1], ...segments.map(([, , , y]) => y)];
    expect([...heights].sort((a, b) => a - b)).toEqual([heights[3], heights[0], heights[2], heights[1]]);
    for (const [x1, y1, x2, y2] of segments) {
      expect(x1).toBeLessThan(x2);
      for (const y of [y1, y2]) expect([y > 0, y < 36]).toEqual([true, true]);
    }
  });

  it('ends with a point at the last value', () => {
    const drawing = sparklineDrawing({ values: [1, 2], width: 220, colour: 'alarm' });
    const [now] = drawn(drawing, 'circle');
    expect(now!.attributes).toMatchObject({ cx: 216, cy: 4, fill: 'alarm' });
  });

  it('is level when nothing changes, and leaves out what is not known', () => {
    expect(line([4, 4, 4]).map(([, y1, , y2]) => [y1, y2])).toEqual([
      [18, 18],
      [18, 18],
    ]);
    expect(line([null, null, 1, 2])).toHaveLength(1);
    expect(sparklineDrawing({ values: [null], width: 220 }).parts).toEqual([]);
    expect(numberOf(drawn(sparklineDrawing({ values: [7], width: 220 }), 'circle')[0]!, 'cy')).toBe(18);
  });
});
