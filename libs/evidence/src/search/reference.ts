/** What somebody may mean who types a number. */
export interface ReferenceWish {
  /** The whole number, as it is written: `NC-2026-0042`. */
  exact: string;
  /** How the numbers begin that could be meant too. */
  prefix: string;
  /** Nothing else can be meant: prefix, year and number are there. */
  whole: boolean;
}

/**
 * Reads a number of a record: `nc-2026-42` and `NC 2026 42` mean NC-2026-0042, and NC-2026-42… could follow. Nothing
 * for what is no number but words.
 */
export function readReference(q: string): ReferenceWish | undefined {
  const typed = q.trim().toUpperCase();
  const [, kind, year, number] = /^([A-Z]{2,5})[-\s]?(\d{4})[-\s](\d{1,9})$/.exec(typed) ?? [];
  if (kind && year && number)
    return { exact: `${kind}-${year}-${number.padStart(4, '0')}`, prefix: `${kind}-${year}-${number}`, whole: true };
  return /^[A-Z][A-Z0-9]*[-.\d][A-Z0-9.-]*$/.test(typed) ? { exact: typed, prefix: typed, whole: false } : undefined;
}
