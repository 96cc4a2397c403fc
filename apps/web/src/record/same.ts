/** A value with the fields of its objects in order, so that the order in which they were stored makes no difference. */
const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, part]) => part !== undefined && part !== null)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, part]) => [key, ordered(part)]),
        )
      : value;

/** Whether two values of a field say the same; nothing and null are the same too. */
export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(ordered(one ?? null)) === JSON.stringify(ordered(other ?? null));
