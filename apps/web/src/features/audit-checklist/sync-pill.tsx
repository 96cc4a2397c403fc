import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp, IconLogin2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { kindOf } from '../../offline/state.js';
import classes from './checklist.module.css';
import { useSyncState } from './use-checklist.js';

const icons = {
  saved: IconCloudCheck,
  sending: IconCloudUp,
  offline: IconCloudOff,
  look: IconAlertTriangle,
  signIn: IconLogin2,
} as const;

/** How things stand between this device and the server, always in sight and told to screen readers. */
export function SyncPill() {
  const { t } = useTranslation();
  const state = useSyncState();
  const kind = kindOf(state);
  const count = kind === 'look' ? state.look : kind === 'offline' ? state.waiting + state.look : state.waiting;
  const Icon = icons[kind];
  return (
    <span className={classes.pill} data-kind={kind} role="status">
      <Icon size={18} aria-hidden />
      {t(`auditChecklist.sync.${kind}`, { count })}
    </span>
  );
}
