import i18next from 'i18next';

/** The short names of the months, January first. */
export const monthNames = (): string[] =>
  Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(i18next.resolvedLanguage, { month: 'short', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2024, month, 1)),
    ),
  );

const day = 86_400_000;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The same audit in another month (0 is January): as long as before, on the same day of the month or the last one. */
export function inMonth(from: string, to: string, month: number): { plannedFrom: string; plannedTo: string } {
  const [year, , date] = from.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const start = Date.UTC(year, month, Math.min(date, last));
  const length = Math.round((Date.parse(to) - Date.parse(from)) / day);
  return { plannedFrom: iso(start), plannedTo: iso(start + length * day) };
}
