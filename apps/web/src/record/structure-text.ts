const hidden = new Set(['id', 'parentId', 'causeId']);

/** A value with parts, such as a tree of causes, as lines for people: one a part, what belongs to it moved in. */
export function structureText(value: unknown, depth = 0): string {
  const indent = '  '.repeat(depth);
  if (Array.isArray(value)) return value.map((part) => structureText(part, depth)).join('\n');
  if (typeof value !== 'object' || value === null) return indent + String(value);
  const parts = Object.entries(value).filter(([key, part]) => !hidden.has(key) && part !== null && part !== false);
  const words = parts
    .filter(([, part]) => typeof part !== 'object')
    .map(([key, part]) => (part === true ? key : String(part as string | number)));
  return [
    ...(words.length > 0 ? [indent + words.join(' · ')] : []),
    ...parts.filter(([, part]) => typeof part === 'object').map(([, part]) => structureText(part, depth + 1)),
  ].join('\n');
}
