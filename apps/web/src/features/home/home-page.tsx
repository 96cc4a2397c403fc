import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.js';

/** The start of the day. */
export function HomePage() {
  const { t } = useTranslation();
  const { name } = useSession();
  return <Title order={1}>{t('home.hello', { name: name.split(' ')[0] })}</Title>;
}
