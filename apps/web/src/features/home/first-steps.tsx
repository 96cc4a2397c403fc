import { Button } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import classes from './home.module.css';

const one = { params: { query: { limit: 1, count: true } } } as const;
const steps = [
  { key: 'site', to: '/settings/sites/new', ask: () => answer(api.GET('/api/v1/sites', one)), enough: 1 },
  { key: 'people', to: '/settings/people/new', ask: () => answer(api.GET('/api/v1/people', one)), enough: 2 },
  { key: 'process', to: '/processes/new', ask: () => answer(api.GET('/api/v1/processes', one)), enough: 1 },
  {
    key: 'nonconformity',
    to: '/nonconformities/new',
    ask: () => answer(api.GET('/api/v1/nonconformities', one)),
    enough: 1,
  },
  { key: 'audit', to: '/audits/new', ask: () => answer(api.GET('/api/v1/audits', one)), enough: 1 },
  { key: 'aspect', to: '/aspects/new', ask: () => answer(api.GET('/api/v1/aspects', one)), enough: 1 },
];

/** What somebody does first in an empty organisation. It goes away by itself when all of it is done. */
export function FirstSteps() {
  const { t } = useTranslation();
  const may = useMay();
  const administers = may('organisation:manage');
  const counts = useQueries({
    queries: steps.map(({ key, ask }) => ({
      queryKey: ['first-steps', key],
      queryFn: async () => (await ask()).total ?? 0,
      enabled: administers,
      staleTime: 60_000,
      retry: false,
    })),
  });
  const done = counts.map(({ data }, index) => (data ?? 0) >= steps[index]!.enough);
  if (!administers || counts.some(({ data }) => data === undefined) || done.every(Boolean)) return null;
  const next = done.indexOf(false);
  return (
    <section className="card" aria-labelledby="first-steps" style={{ marginTop: '1rem' }}>
      <div className={classes.head}>
        <h2 id="first-steps">{t('first.title')}</h2>
      </div>
      <ol className={classes.steps}>
        {steps.map(({ key, to }, index) => (
          <li key={key}>
            {done[index] ? (
              <IconCircleCheckFilled size={20} color="var(--accent)" aria-label={t('first.done')} />
            ) : (
              <IconCircle size={20} aria-hidden />
            )}
            <span>
              <strong>{t(`first.${key}`)}</strong>
              <br />
              <span className={classes.note}>{t(`first.${key}Why`)}</span>
            </span>
            {!done[index] && (
              <Button component={Link} to={to} size="xs" variant={index === next ? 'filled' : 'default'}>
                {t('first.go')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
