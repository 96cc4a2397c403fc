/**
 * A picture as plain data, so that one function draws it for the screen and for paper.
 * Lengths are pixels of a view box; colours are names of the palette, chosen by whoever shows it.
 */
export interface Drawing {
  width: number;
  height: number;
  parts: DrawingPart[];
}

/** One SVG element; `href` on an `a` is an address inside the product. */
export interface DrawingPart {
  tag: 'a' | 'circle' | 'g' | 'line' | 'path' | 'polyline' | 'rect' | 'text' | 'title' | 'tspan';
  /** SVG attributes by their SVG names; `fill` and `stroke` are colours of the palette or `none`. */
  attributes: Record<string, string | number>;
  parts?: (DrawingPart | string)[];
}

/** The colours that drawings use, by what they mean. */
export type DrawingColour =
  'text' | 'faint' | 'line' | 'grid' | 'surface' | 'accent' | 'accentSoft' | 'second' | 'alarm' | 'good' | 'onAccent';

/** A colour value that SVG understands for every name. */
export type Palette = Record<DrawingColour, string>;

/** For white paper. */
export const paper: Palette = {
  text: '#111827',
  faint: '#4b5563',
  line: '#6b7280',
  grid: '#d1d5db',
  surface: '#ffffff',
  accent: '#0d5c6b',
  accentSoft: '#9cc3cb',
  second: '#b5480b',
  alarm: '#b42318',
  good: '#1b6e3c',
  onAccent: '#ffffff',
};

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (letter) => escaped[letter]!);

/** The value of an attribute, with colours looked up in the palette. */
export function attributeValue(name: string, value: string | number, palette: Palette): string | number {
  return (name === 'fill' || name === 'stroke') && value in palette ? palette[value as DrawingColour] : value;
}

/** The drawing as an SVG file. Links are left out: paper has none. */
export function svgText(drawing: Drawing, palette: Palette = paper): string {
  const { width, height, parts } = drawing;
  const text = (part: DrawingPart | string): string => {
    if (typeof part === 'string') return escape(part);
    const inner = (part.parts ?? []).map(text).join('');
    if (part.tag === 'a') return `<g>${inner}</g>`;
    const attributes = Object.entries(part.attributes)
      .map(([name, value]) => ` ${name}="${escape(String(attributeValue(name, value, palette)))}"`)
      .join('');
    return `<${part.tag}${attributes}>${inner}</${part.tag}>`;
  };
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="Inter, sans-serif">${parts.map(text).join('')}</svg>`
  );
}

/** A line of text; `anchor` as in SVG. */
export function label(
  x: number,
  y: number,
  text: string,
  options: { size?: number; weight?: number; fill?: DrawingColour; anchor?: 'start' | 'middle' | 'end' } = {},
): DrawingPart {
  const { size = 12, weight = 400, fill = 'text', anchor = 'start' } = options;
  return {
    tag: 'text',
    attributes: { x, y, 'font-size': size, 'font-weight': weight, fill, 'text-anchor': anchor },
    parts: [text],
  };
}

/** Words in lines of at most so many letters, the rest cut with an ellipsis. */
export function wrap(text: string, letters: number, lines: number): string[] {
  const result: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line && line.length + 1 + word.length > letters) {
      result.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) result.push(line);
  const shown = result.slice(0, lines).map((part) => (part.length > letters ? `${part.slice(0, letters - 1)}…` : part));
  const last = shown.at(-1);
  if (result.length > lines && last !== undefined && !last.endsWith('…'))
    shown[shown.length - 1] = `${last.slice(0, letters - 1)}…`;
  return shown;
}
