const narrow = /[fijlrtI.,:;'|()[\]!/ ·-]/;
const wide = /[mwMW%@–—…]/;
const capital = /\p{Lu}/u;

/** About how wide a text is in Inter, in pixels; rather too wide, because nothing here can measure type. */
export function textWidth(text: string, size: number, weight = 400): number {
  let em = 0;
  for (const letter of text)
    em += narrow.test(letter) ? 0.38 : wide.test(letter) ? 0.95 : capital.test(letter) ? 0.72 : 0.61;
  return em * size * (weight > 500 ? 1.06 : 1);
}

/** How many letters of usual width fit into so many pixels. */
export const lettersIn = (width: number, size: number): number => Math.max(3, Math.floor(width / (size * 0.58)));

/** The text, cut with an ellipsis where it would be wider than so many pixels. */
export function shortened(text: string, width: number, size: number, weight = 400): string {
  if (textWidth(text, size, weight) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, size, weight) > width) letters.pop();
  return `${letters.join('')}…`;
}
