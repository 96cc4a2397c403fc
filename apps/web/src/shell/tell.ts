import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { problemOf } from '../api/problem.js';
import { reasonText } from '../form/reason.js';

const closable = () => ({ closeButtonProps: { 'aria-label': i18next.t('common.close') } });

/** Says that something was done. */
export const tell = (message: string) => notifications.show({ message, color: 'deep', ...closable() });

/** Says why something was not done, in the words of the server. */
export function show(error: unknown): void {
  const problem = problemOf(error);
  const reasons = problem.reasons.map(reasonText);
  notifications.show({
    title: problem.status === 0 ? i18next.t('common.unreachable') : undefined,
    message: problem.status === 0 ? i18next.t('common.unreachableWhy') : reasons.join(' ') || problem.title,
    color: 'red',
    autoClose: false,
    role: 'alert',
    ...closable(),
  });
}
