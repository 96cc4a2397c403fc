import { Title } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.js';
import classes from './home.module.css';
import { WorkList } from './work-list.js';

/** The start of the day: what waits for me, and whether we are getting better. */
export function HomePage() {
  const { t } = useTranslation();
  const { name } = useSession();
  useEffect(() => {
    document.title = `${t('place.home')} · Continua`;
  }, [t]);
  return (
    <>
      <Title order={1}>{t('home.hello', { name: name.split(' ')[0] })}</Title>
      <div className={classes.grid}>
        <WorkList />
      </div>
    </>
  );
}
