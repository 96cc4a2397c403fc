import i18next from 'i18next';
import type { Reason } from '../api/problem.js';

/**
 * Why something is refused: in the language of the person where we have the words, otherwise in those of the server. A text may be
 * said more exactly for a field: `area-empty_aspectsNote`.
 */
export const reasonText = ({ code, field, message }: Reason): string =>
  i18next.t(`reason.${code}`, { defaultValue: message, context: field?.split('/').at(-1) ?? '' });
