import { invalid } from './problem.js';

/** Where a page ends, as a text that only this list understands. */
export const writeCursor = (list: string, position: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify([list, ...position])).toString('base64url');

/** The position that a cursor of this list stands for; 422 for the cursor of another list, and for any other text. */
export function readCursor(cursor: string, list: string, fits: (position: unknown[]) => boolean): (string | null)[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw badCursor();
  }
  if (!Array.isArray(parts) || parts[0] !== list || !fits(parts.slice(1))) throw badCursor();
  return parts.slice(1) as (string | null)[];
}

/** Whether a part of a cursor is an id. */
export const isId = (part: unknown): part is string => typeof part === 'string' && /^[0-9a-f-]{36}$/.test(part);

const badCursor = () =>
  invalid({ code: 'bad-cursor', field: '/cursor', message: 'The cursor does not belong to this list.' });
