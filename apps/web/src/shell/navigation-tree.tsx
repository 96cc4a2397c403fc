import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/session.js';
import classes from './frame.module.css';
import { navigation } from './navigation.js';
import { ScopeChoice } from './scope-choice.js';

/** The places that this person may go to, and the scope that all of them keep to. */
export function NavigationTree() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <nav aria-label={t('shell.navigation')} className={classes.tree}>
      <ScopeChoice />
      {navigation.map(({ key, places }) => {
        const open = places.filter(({ needs }) => !needs || may(needs));
        return open.length === 0 ? null : (
          <div key={key} role="group" aria-label={t(`place.group.${key}`)}>
            {key !== 'start' && <div className={classes.group}>{t(`place.group.${key}`)}</div>}
            {open.map(({ key: place, to, icon: Icon }) => (
              <Link
                key={to}
                to={to}
                className={classes.place}
                activeOptions={{ exact: to === '/', includeSearch: false }}
              >
                <Icon size={18} stroke={1.7} aria-hidden />
                <span>{t(`place.${place}`)}</span>
              </Link>
            ))}
          </div>
        );
      })}
    </nav>
  );
}
