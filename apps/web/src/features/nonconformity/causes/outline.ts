/** A line of an indented list; its place among those with the same parent is its place in the array. */
export interface Line {
  id: string;
  parentId: string | null;
}

export interface Placed<L extends Line> {
  line: L;
  /** 0 for what has no parent. */
  depth: number;
  /** Its number as people count: 1, 1.1, 1.2, 2. */
  number: string;
}

/** The lines as they stand below each other, each after its parent. */
export function placed<L extends Line>(
  lines: readonly L[],
  parentId: string | null = null,
  depth = 0,
  before = '',
): Placed<L>[] {
  return lines
    .filter((line) => line.parentId === parentId)
    .flatMap((line, index) => {
      const number = `${before}${index + 1}`;
      return [{ line, depth, number }, ...placed(lines, line.id, depth + 1, `${number}.`)];
    });
}

const flat = <L extends Line>(lines: readonly L[]) => placed(lines).map(({ line }) => line);
const siblings = <L extends Line>(lines: readonly L[], parentId: string | null) =>
  lines.filter((line) => line.parentId === parentId);
const find = <L extends Line>(lines: readonly L[], id: string) => lines.find((line) => line.id === id)!;

/** Places a line directly after another of the same parent. */
function after<L extends Line>(lines: readonly L[], line: L, other: string): L[] {
  const rest = lines.filter(({ id }) => id !== line.id);
  const at = rest.findIndex(({ id }) => id === other);
  return flat([...rest.slice(0, at + 1), line, ...rest.slice(at + 1)]);
}

/** A new line below another one, with the same parent. */
export const addAfter = <L extends Line>(lines: readonly L[], id: string, line: L): L[] =>
  after(lines, { ...line, parentId: find(lines, id).parentId }, id);

/** A new line as the last below a parent. */
export const addBelow = <L extends Line>(lines: readonly L[], parentId: string | null, line: L): L[] =>
  flat([...lines, { ...line, parentId }]);

/** Makes a line the last below the one above it; the same lines when there is none. */
export function indent<L extends Line>(lines: readonly L[], id: string): readonly L[] {
  const line = find(lines, id);
  const among = siblings(lines, line.parentId);
  const above = among[among.indexOf(line) - 1];
  return above
    ? addBelow(
        lines.filter((one) => one.id !== id),
        above.id,
        line,
      )
    : lines;
}

/** Moves a line out, behind its parent; the same lines where that would be further out than `least`. */
export function outdent<L extends Line>(lines: readonly L[], id: string, least = 0): readonly L[] {
  const line = find(lines, id);
  const parent = line.parentId === null ? undefined : find(lines, line.parentId);
  const depth = placed(lines).find((one) => one.line.id === id)!.depth;
  return parent && depth > least ? after(lines, { ...line, parentId: parent.parentId }, parent.id) : lines;
}

/** Changes places with the one above (-1) or below (1) of the same parent. */
export function move<L extends Line>(lines: readonly L[], id: string, by: -1 | 1): readonly L[] {
  const line = find(lines, id);
  const among = siblings(lines, line.parentId);
  const other = among[among.indexOf(line) + by];
  if (!other) return lines;
  return flat(lines.map((one) => (one === line ? other : one === other ? line : one)));
}

/** Takes a line away; what was below it moves out to its place. */
export function remove<L extends Line>(lines: readonly L[], id: string): L[] {
  const line = find(lines, id);
  return flat(
    lines.flatMap((one) =>
      one.id === id
        ? siblings(lines, id).map((child) => ({ ...child, parentId: line.parentId }))
        : one.parentId === id
          ? []
          : [one],
    ),
  );
}

/** Without lines that say nothing yet. */
export const filled = <L extends Line & { statement: string }>(lines: readonly L[]): L[] =>
  lines.reduce<L[]>(
    (rest, { id, statement }) => (statement.trim() ? rest : remove(rest, id)),
    flat(lines).map((line) => ({ ...line, statement: line.statement.trim() || line.statement })),
  );
