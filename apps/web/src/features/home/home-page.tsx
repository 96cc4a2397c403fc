import { Title } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../api/session.js';
import { FirstSteps } from './first-steps.js';
import classes from './home.module.css';
import { WorkList } from './work-list.js';

const FigureCards = lazy(() => import('./figure-cards.js'));
const Charts = lazy(() => import('./charts.js'));

/** The start of the day: what waits for me, and whether we are getting better. */
export function HomePage() {
  const { t } = useTranslation();
  const may = useMay();
  const { name } = useSession();
  useEffect(() => {
    document.title = `${t('place.home')} · Continua`;
  }, [t]);
  return (
    <>
      <Title order={1}>{t('home.hello', { name: name.split(' ')[0] })}</Title>
      <FirstSteps />
      <div className={classes.grid}>
        <WorkList />
        <Suspense fallback={null}>{may('nonconformity:read') && <FigureCards />}</Suspense>
      </div>
      <Suspense fallback={null}>
        <Charts />
      </Suspense>
    </>
  );
}
