import i18next from 'i18next';

const hidden = new Set(['id', 'parentId', 'causeId']);
/** A key such as `root` or `occurrence`, in the language of the person where there is a word for it. */
const word = (key: string) => (/^[a-z_]+$/.test(key) ? i18next.t(`structure.${key}`, { defaultValue: key }) : key);

/** How many lines of the same list a line stands below. */
function depthOf(part: unknown, list: readonly unknown[]): number {
  const { parentId } = part as { parentId?: string | null };
  const parent = parentId ? list.find((one) => (one as { id?: string }).id === parentId) : undefined;
  return parent ? 1 + depthOf(parent, list) : 0;
}

/** A value with parts, such as a tree of causes, as lines for people: one a part, what belongs to it moved in. */
export function structureText(value: unknown, depth = 0): string {
  const indent = '  '.repeat(depth);
  if (Array.isArray(value))
    return value
      .map((part) =>
        structureText(part, depth + (typeof part === 'object' && part !== null ? depthOf(part, value) : 0)),
      )
      .join('\n');
  if (typeof value !== 'object' || value === null) return indent + String(value);
  const parts = Object.entries(value).filter(([key, part]) => !hidden.has(key) && part !== null && part !== false);
  const words = parts
    .filter(([, part]) => typeof part !== 'object')
    .map(([key, part]) => (part === true ? word(key) : word(String(part))));
  return [
    ...(words.length > 0 ? [indent + words.join(' · ')] : []),
    ...parts.filter(([, part]) => typeof part === 'object').map(([, part]) => structureText(part, depth + 1)),
  ].join('\n');
}
