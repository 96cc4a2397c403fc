import type { TFunction } from 'i18next';
import { numberText } from '../../language/format.js';

interface Reason {
  code: string;
  message: string;
}

/** What varies in the sentence of a reason. Without names the sentence is always the same. */
const sentences: Record<string, RegExp> = {
  'threshold-reached': /^The score (?<score>\S+) reaches the threshold of (?<limit>\S+)\.$/,
  'below-threshold': /^The score (?<score>\S+) is below the threshold of (?<limit>\S+)\.$/,
  watched: /^The score (?<score>\S+) is on the watch list, which begins at (?<limit>\S+)\.$/,
  'always-rule': /^(?<criterion>.*) is (?<score>\d+); from (?<limit>\d+) /s,
  'below-always-rule': /^(?<criterion>.*) is (?<score>\d+); only from (?<limit>\d+) /s,
  gate: /^Gate (?<gate>\S+) is answered yes: (?<question>.*)$/s,
  'legal-gate': /^Gate (?<gate>\S+) is answered yes: (?<question>.*)$/s,
  'no-gate': /^/,
  'no-threshold': /^/,
  'no-ranking': /^/,
  'override-up': /^/,
  'override-proposed': /^/,
  'override-down': /^/,
};

const forPeople = (value: string) =>
  /^-?\d+(\.\d+)?$/.test(value) ? numberText(Number(value), { maximumFractionDigits: 6 }) : value;

/**
 * The sentence of a reason in the language of the reader. Numbers and names are those of the stored sentence, because that is what was
 * decided then; a sentence that is not known is shown as it was stored.
 */
export function significanceReason(t: TFunction, { code, message }: Reason): string {
  const found = sentences[code]?.exec(message);
  if (!found) return message;
  const parts = Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, value]) => [name, forPeople(value)]));
  return t(`aspect.because.${code}`, parts);
}
