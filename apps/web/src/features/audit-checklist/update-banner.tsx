import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { isUpdateReady, onUpdateReady, update } from '../../offline/update.js';
import classes from './checklist.module.css';

/** Offers a new version of the app; it is loaded when the person says so. */
export function UpdateBanner() {
  const { t } = useTranslation();
  const ready = useSyncExternalStore(onUpdateReady, isUpdateReady);
  if (!ready) return null;
  return (
    <div className={classes.update} role="status">
      {t('update.ready')}
      <Button size="sm" onClick={update}>
        {t('update.now')}
      </Button>
    </div>
  );
}
