import i18next from 'i18next';
import type { Reason } from '../api/problem.js';

/**
 * Why something is refused: in the language of the person where we have the words, otherwise in those of the server. A text may be
 * said more exactly for a field: `area-empty_aspectsNote`.
 */
export const reasonText = ({ code, field, message }: Reason): string =>
  i18next.t(`reason.${code}`, { defaultValue: message, context: field?.split('/').at(-1) ?? '' });

/** The field of the record that a reason is about. */
export const fieldOf = ({ field }: Reason): string | null => field?.split('/')[1] ?? null;

/** The same, with the field that is missing named as the page names it. */
export const reasonNaming =
  (name: (field: string) => string) =>
  (reason: Reason): string => {
    const field = fieldOf(reason);
    return reason.code === 'missing' && field ? i18next.t('reason.fillIn', { what: name(field) }) : reasonText(reason);
  };
