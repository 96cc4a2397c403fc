import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Permission, useMay } from '../../api/session.js';
import classes from '../../register/register.module.css';

const places: { key: string; to: string; needs: Permission }[] = [
  { key: 'redactions', to: '/redactions', needs: 'redaction:read' },
  { key: 'holds', to: '/legal-holds', needs: 'legalHold:read' },
  { key: 'rules', to: '/retention-rules', needs: 'retention:read' },
  { key: 'disposals', to: '/disposals', needs: 'retention:read' },
];

/** What is kept, held and erased, above each of its pages. */
export function KeepingFrame() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      <nav className={classes.tabs} aria-label={t('place.keeping')}>
        {places
          .filter(({ needs }) => may(needs))
          .map(({ key, to }) => (
            <Link
              key={to}
              to={to}
              className={classes.tab}
              style={{ textDecoration: 'none' }}
              activeOptions={{ includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {t(`keeping.tab.${key}`)}
            </Link>
          ))}
      </nav>
      <Outlet />
    </>
  );
}
