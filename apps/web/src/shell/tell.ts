import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { problemOf } from '../api/problem.js';
import { problemText } from '../form/reason.js';

const closable = () => ({ closeButtonProps: { 'aria-label': i18next.t('common.close') } });

/** Says that something was done. */
export const tell = (message: string) => notifications.show({ message, color: 'deep', ...closable() });

/** Says why something was not done, in the words of the server. */
export function show(error: unknown): void {
  const problem = problemOf(error);
  notifications.show({
    title: problem.status === 0 ? i18next.t('common.unreachable') : undefined,
    message: problemText(error),
    color: 'red',
    autoClose: false,
    role: 'alert',
    ...closable(),
  });
}
