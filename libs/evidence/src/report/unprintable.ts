import type { ReportLanguage } from './report.js';

/** What stands for a letter that no typeface here has. */
const box = '□';

/** A typeface that lacks one letter of a script hardly has the others. */
const scripts: RegExp[] = [
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/gu,
  ...[
    'Arabic',
    'Armenian',
    'Bengali',
    'Devanagari',
    'Ethiopic',
    'Georgian',
    'Gujarati',
    'Gurmukhi',
    'Hebrew',
    'Kannada',
    'Khmer',
    'Lao',
    'Malayalam',
    'Myanmar',
    'Sinhala',
    'Tamil',
    'Telugu',
    'Thai',
    'Tibetan',
  ].map((script) => new RegExp(`\\p{Script=${script}}`, 'gu')),
  /[\u{1f000}-\u{1faff}]/gu,
];

/** Whatever Inter may lack: all but Latin, Greek, Cyrillic, their marks and the box. */
const uncommon = /[^\p{ASCII}\u0080-\u052f\u1e00-\u1fff\u2000-\u206f\u20a0-\u20bf\u2190-\u2193\u21b3\u2212\u25a1]/gu;

/** Rounds after which everything uncommon is given up. */
const patience = 12;

/** The letters that the typesetter found no typeface for, as it complains; empty for another complaint. */
export function missingLetters(complaint: string): string {
  const [, text = ''] = /the text \\*"(.+?)\\*" could not be displayed/su.exec(complaint) ?? [];
  return text.replaceAll(/\\+u\{([0-9a-f]+)\}/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)));
}

/** JSON with the letters, and those of their scripts, replaced by boxes. In the last round all that is uncommon. */
export function withoutLetters(json: string, missing: string, round: number): string {
  if (round >= patience) return json.replaceAll(uncommon, box);
  const [letter = ''] = missing;
  const script = scripts.find((one) => letter.match(one));
  return script ? json.replaceAll(script, box) : [...missing].reduce((text, one) => text.replaceAll(one, box), json);
}

/** The report with a notice that letters are missing. */
export function withNotice(json: string): string {
  const report = JSON.parse(json) as { language: ReportLanguage; notices: string[] };
  report.notices.push(notice[report.language]);
  return JSON.stringify(report);
}

const notice: Record<ReportLanguage, string> = {
  en: `Letters that no typeface of this server has are shown as ${box}; the attached record.json has them all.`,
  de: `Zeichen, für die dieser Server keine Schrift hat, stehen als ${box}; die angehängte record.json enthält sie alle.`,
};

export const lastRound = patience + 1;
