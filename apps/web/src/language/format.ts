import i18next from 'i18next';

const locale = () => i18next.resolvedLanguage ?? 'en';
const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale() === 'en' ? 'en-GB' : locale(), options)));
  return found;
}

/** A day (`YYYY-MM-DD`) for people: 17 Dec 2026. */
export const dayText = (day: string) =>
  format({ dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** An instant for people, in the browser's time zone. */
export const instantText = (instant: string) =>
  format({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));

/** Just the time of day of an instant. */
export const timeText = (instant: string | Date) => format({ timeStyle: 'short' }).format(new Date(instant));

export const numberText = (value: number, options?: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locale(), options).format(value);

/** A size of a file for people. */
export const bytesText = (bytes: number) => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(3, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  return numberText(bytes / 1000 ** step, { style: 'unit', unit: units[step]!, maximumFractionDigits: step ? 1 : 0 });
};

/** Today where the browser is, `YYYY-MM-DD`. */
export const today = () => new Date().toLocaleDateString('sv-SE');

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
