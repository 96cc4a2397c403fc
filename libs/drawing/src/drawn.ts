import type { Drawing, DrawingPart } from './drawing.js';
import { type Box, overlap, type Segment } from './label-place.js';
import { textWidth } from './text-width.js';

// Reads a drawing back, so that its specs can say what must hold whatever the data.

/** All elements of a kind, in the order in which they are drawn. */
export const drawn = ({ parts }: Pick<Drawing, 'parts'>, tag: DrawingPart['tag']): DrawingPart[] =>
  parts.flatMap((part) => [
    ...(part.tag === tag ? [part] : []),
    ...drawn({ parts: (part.parts ?? []).filter((inner) => typeof inner !== 'string') }, tag),
  ]);

export const numberOf = (part: DrawingPart, attribute: string): number => Number(part.attributes[attribute]);

/** The bars: rectangles that are to be seen. */
export const barsOf = (drawing: Drawing): DrawingPart[] =>
  drawn(drawing, 'rect').filter(({ attributes }) => attributes['fill'] !== 'none');

/** The texts and where they stand. */
export const textsOf = (drawing: Drawing): { text: string; box: Box }[] =>
  drawn(drawing, 'text').map((part) => {
    const text = (part.parts ?? []).filter((inner) => typeof inner === 'string').join('');
    const [x, y, size] = ['x', 'y', 'font-size'].map((name) => numberOf(part, name)) as [number, number, number];
    const width = textWidth(text, size, numberOf(part, 'font-weight'));
    const anchor = part.attributes['text-anchor'];
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    return { text, box: { left, right: left + width, top: y - size * 0.8, bottom: y + size * 0.2 } };
  });

/** The pieces of a broken line. */
export const segmentsOf = (polyline: DrawingPart): Segment[] => {
  const points = String(polyline.attributes['points'])
    .split(' ')
    .map((point) => point.split(',').map(Number) as [number, number]);
  return points.slice(1).map((point, index): Segment => [...points[index]!, ...point]);
};

/** Texts that leave the picture or stand on each other. */
export const misplaced = (drawing: Drawing): string[] => {
  const texts = textsOf(drawing);
  return texts.flatMap(({ text, box }, index) => [
    ...(box.left < -1 || box.top < -1 || box.right > drawing.width + 1 || box.bottom > drawing.height + 1
      ? [`${text} is outside`]
      : []),
    ...texts
      .slice(index + 1)
      .filter((other) => overlap(box, other.box))
      .map((other) => `${text} is on ${other.text}`),
  ]);
};
