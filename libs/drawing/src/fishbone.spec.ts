import type { DrawingPart } from './drawing.js';
import { fishboneDrawing } from './fishbone.js';
import { textWidth } from './text-width.js';
import { whysDrawing } from './whys.js';

interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where every text stands. */
function boxes(parts: readonly (DrawingPart | string)[]): Box[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    if (part.tag !== 'text') return boxes(part.parts ?? []);
    const {
      x,
      y,
      'font-size': size,
      'font-weight': weight,
      'text-anchor': anchor,
    } = part.attributes as Record<string, number>;
    const text = part.parts![0] as string;
    const width = textWidth(text, size!, weight);
    const side = anchor as unknown as string;
    const left = side === 'end' ? x! - width : side === 'middle' ? x! - width / 2 : x!;
    return [{ text, left, right: left + width, top: y! - size! * 0.75, bottom: y! + size! * 0.2 }];
  });
}

const overlaps = (all: Box[]) =>
  all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter(
        (other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
      )
      .map((other) => `${one.text} × ${other.text}`),
  );

const causes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    text: `The standard time was set in 2019 and not changed with recipe ${index + 1}`,
    state: (['confirmed', 'suspected', 'rejected'] as const)[index % 3]!,
  }));

describe('a fishbone', () => {
  it.each([
    [1, 0],
    [4, 2],
    [6, 3],
    [6, 6],
    [8, 4],
  ])('of %s categories with %s causes each has every text inside and none over another', (categories, each) => {
    for (const width of [620, 900]) {
      const drawing = fishboneDrawing({
        problem: 'Parts were released below the minimum torque for lot 4711',
        categories: Array.from({ length: categories }, (_, index) => ({
          label: `Category ${index}`,
          causes: causes(each),
        })),
        width,
      });
      const texts = boxes(drawing.parts);
      expect(overlaps(texts)).toEqual([]);
      for (const { text, left, right, top, bottom } of texts) {
        expect({ text, inside: left >= -1 && right <= width + 1 && top >= 0 && bottom <= drawing.height }).toEqual({
          text,
          inside: true,
        });
      }
    }
  });

  it('cuts words that are wider than their place, and is no wider than its few categories need', () => {
    const wide = { text: 'Q'.repeat(300), state: 'confirmed' as const };
    const categories = Array.from({ length: 4 }, (_, index) => ({ label: `Category ${index}`, causes: [wide, wide] }));
    const { parts, width } = fishboneDrawing({ problem: 'W'.repeat(300), categories, width: 620 });
    const texts = boxes(parts);
    expect(overlaps(texts)).toEqual([]);
    for (const { left, right } of texts)
      expect({ left: left >= 0, right: right <= width }).toEqual({ left: true, right: true });
    expect(fishboneDrawing({ problem: 'p', categories: categories.slice(0, 2), width: 2000 }).width).toBeLessThan(500);
  });

  it('marks what is confirmed and rejected with signs, not only with weight', () => {
    const { parts } = fishboneDrawing({
      problem: 'p',
      categories: [{ label: 'Method', causes: causes(3) }],
      width: 700,
    });
    const words = boxes(parts).map(({ text }) => text);
    expect(words.filter((text) => text.startsWith('✓'))).toHaveLength(1);
    expect(words.filter((text) => text.startsWith('✗'))).toHaveLength(1);
  });
});

describe('a tree of whys', () => {
  const node = (id: string, parentId: string | null, root = false) => ({
    id,
    parentId,
    text: `Why ${id}: `.padEnd(160, 'because it was so '),
    verified: root,
    root,
  });

  it('has every answer under its question, inside and not over another', () => {
    const nodes = [node('a', null), node('b', 'a'), node('c', 'b', true), node('d', 'a', true), node('e', null)];
    const drawing = whysDrawing({ nodes, width: 500, root: 'Root cause' });
    const texts = boxes(drawing.parts);
    expect(overlaps(texts)).toEqual([]);
    for (const { right, bottom } of texts) {
      expect(right).toBeLessThanOrEqual(501);
      expect(bottom).toBeLessThanOrEqual(drawing.height);
    }
    expect(texts.filter(({ text }) => text === 'Root cause')).toHaveLength(2);
    const top = (start: string) => texts.find(({ text }) => text.includes(start))!.top;
    expect([top('Why a'), top('Why b'), top('Why c'), top('Why d'), top('Why e')]).toEqual(
      [top('Why a'), top('Why b'), top('Why c'), top('Why d'), top('Why e')].sort((one, other) => one - other),
    );
  });

  it('ends on a circle', () => {
    const nodes = [node('a', null), { ...node('b', 'a'), id: 'a' }];
    expect(whysDrawing({ nodes, width: 400, root: 'r' }).height).toBeGreaterThan(0);
  });
});
