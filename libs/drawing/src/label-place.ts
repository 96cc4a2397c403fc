/** The place that a text takes. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export type Segment = [x1: number, y1: number, x2: number, y2: number];

export const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Whether a line runs through a box: Liang and Barsky’s clipping. */
export function crosses([x1, y1, x2, y2]: Segment, box: Box): boolean {
  let [from, to] = [0, 1];
  for (const [along, room] of [
    [x1 - x2, x1 - box.left],
    [x2 - x1, box.right - x1],
    [y1 - y2, y1 - box.top],
    [y2 - y1, box.bottom - y1],
  ] as const) {
    if (along === 0) {
      if (room <= 0) return false;
    } else if (along < 0) from = Math.max(from, room / along);
    else to = Math.min(to, room / along);
  }
  return from < to;
}

/** The first place in which nothing is in the way; else the one with the least in it. */
export function freePlace(places: Box[], boxes: Box[], lines: Segment[]): Box {
  const inTheWay = (place: Box) =>
    3 * boxes.filter((box) => overlap(box, place)).length + lines.filter((line) => crosses(line, place)).length;
  return places
    .map((place) => ({ place, cost: inTheWay(place) }))
    .reduce((best, next) => (next.cost < best.cost ? next : best)).place;
}

/** Heights moved apart so that texts of so many pixels do not touch; their order stays. */
export function spread(heights: number[], distance: number): number[] {
  const order = heights.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height);
  for (let pass = 0; pass < 20; pass++)
    order.forEach((upper, position) => {
      const lower = order[position + 1];
      const missing = lower ? distance - (lower.height - upper.height) : 0;
      if (!lower || missing <= 0) return;
      upper.height -= missing / 2;
      lower.height += missing / 2;
    });
  return order.sort((a, b) => a.index - b.index).map(({ height }) => height);
}
