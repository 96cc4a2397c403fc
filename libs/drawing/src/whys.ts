import { type Drawing, type DrawingPart, label, wrap } from './drawing.js';
import { lettersIn } from './text-width.js';

export interface WhyData {
  id: string;
  parentId: string | null;
  text: string;
  verified: boolean;
  root: boolean;
}

export interface WhysData {
  nodes: readonly WhyData[];
  width: number;
  /** The word for a cause whose removal prevents a repetition: “root cause”. */
  root: string;
}

const size = 12;
const lineHeight = 15;
const indent = 26;

/** A tree of whys, each under the answer that it asks about. Root causes are framed and named, verified ones carry a tick. */
export function whysDrawing({ nodes, width, root }: WhysData): Drawing {
  const parts: DrawingPart[] = [];
  let y = 4;
  const place = (node: WhyData, depth: number, parentY: number | null, seen: ReadonlySet<string>): void => {
    const x = 10 + Math.min(depth, 8) * indent;
    const text = `${node.verified ? '✓ ' : ''}${node.text}`;
    const lines = wrap(text, lettersIn(width - x - 24, size), 6);
    const height = lines.length * lineHeight + (node.root ? 16 : 0) + 12;
    const middle = y + 14;
    if (parentY !== null)
      parts.push({
        tag: 'path',
        attributes: {
          d: `M ${x - indent + 8} ${parentY} V ${middle} H ${x}`,
          fill: 'none',
          stroke: 'line',
          'stroke-width': 1.2,
        },
      });
    parts.push({
      tag: 'rect',
      attributes: {
        x,
        y,
        width: width - x - 4,
        height,
        rx: 6,
        fill: 'surface',
        stroke: node.root ? 'accent' : 'grid',
        'stroke-width': node.root ? 2 : 1,
      },
    });
    if (node.root) parts.push(label(x + 10, y + 14, root, { size: 10, weight: 700, fill: 'accent' }));
    lines.forEach((line, at) =>
      parts.push(
        label(x + 10, y + (node.root ? 30 : 17) + at * lineHeight, line, { size, weight: node.root ? 700 : 400 }),
      ),
    );
    const bottom = y + height;
    y = bottom + 8;
    // A tree from outside may go in a circle; each node is drawn once.
    const path = new Set([...seen, node.id]);
    for (const child of nodes)
      if (child.parentId === node.id && !path.has(child.id)) place(child, depth + 1, bottom, path);
  };
  for (const node of nodes) if (node.parentId === null) place(node, 0, null, new Set());
  return { width, height: Math.max(20, y), parts };
}
