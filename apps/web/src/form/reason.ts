import i18next from 'i18next';
import { problemOf, type Reason } from '../api/problem.js';
import { numberText } from '../language/format.js';

/** Names and numbers of a reason as people write them; `count` chooses the form of the word that is counted. */
const forPeople = (values: Reason['values'] = {}) => ({
  ...('limit' in values && { count: values.limit as number }),
  ...Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' && name !== 'count' ? numberText(value) : value,
    ]),
  ),
});

/** The words for exactly this sentence of the server: where one code stands for several, such as who may do something. */
const ofSentence = (message: string): string | undefined => {
  const texts = i18next.getResourceBundle(i18next.resolvedLanguage ?? 'en', 'translation') as Texts | undefined;
  return texts?.refusal?.[message];
};
interface Texts {
  refusal?: Record<string, string>;
}

/**
 * Why something is refused: in the language of the person where we have the words, otherwise in those of the server. A text may be
 * said more exactly for a field: `area-empty_aspectsNote`.
 */
export function reasonText({ code, field, message, values }: Reason): string {
  const exact = ofSentence(message);
  if (exact) return exact;
  const name = field?.split('/').findLast((part) => !/^\d+$/.test(part)) ?? '';
  const said = i18next.t([`reason.${code}`, `problem.${code}`], {
    ...forPeople(values),
    defaultValue: '',
    context: name,
  });
  if (!said) return message;
  // A rule that may be passed over by whoever explains it is refused at the reason.
  return name === 'reason' && code !== 'reason-required' ? `${said} ${i18next.t('reason.nevertheless')}` : said;
}

/** The field of the record that a reason is about. */
export const fieldOf = ({ field }: Reason): string | null => field?.split('/')[1] ?? null;

/** The same, with a field that is only empty named as the page names it. */
export const reasonNaming =
  (name: (field: string) => string) =>
  (reason: Reason): string => {
    const field = fieldOf(reason);
    return reason.code === 'missing' && field && reason.values
      ? i18next.t('reason.fillIn', { what: name(field) })
      : reasonText(reason);
  };

/** All that a person should know of a failed request, in one text. */
export function problemText(error: unknown): string {
  const { status, title, reasons, kind } = problemOf(error);
  if (status === 0) return i18next.t('common.unreachableWhy');
  return reasons.map(reasonText).join(' ') || i18next.t(`problem.${kind}`, { defaultValue: title });
}
