import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Permission, useMay } from '../../api/session.js';
import classes from '../../register/register.module.css';

const places: { key: string; to: string; needs?: Permission }[] = [
  { key: 'organisation', to: '/settings' },
  { key: 'people', to: '/settings/people' },
  { key: 'sites', to: '/settings/sites' },
  { key: 'apiKeys', to: '/settings/api-keys', needs: 'apiKey:manage' },
  { key: 'me', to: '/settings/me' },
];

/** The places of the settings, above each of its pages. */
export function SettingsFrame() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      <nav className={classes.tabs} aria-label={t('place.settings')}>
        {places
          .filter(({ needs }) => !needs || may(needs))
          .map(({ key, to }) => (
            <Link
              key={to}
              to={to}
              className={classes.tab}
              style={{ textDecoration: 'none' }}
              activeOptions={{ exact: to === '/settings', includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {t(`settings.${key}`)}
            </Link>
          ))}
      </nav>
      <Outlet />
    </>
  );
}
